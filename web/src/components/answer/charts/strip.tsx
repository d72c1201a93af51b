/** The price on a line: its range, and below it the middle half of comparable adverts at this home's size. */

import type { Appraisal } from '../../../api/appraisal';
import { useWords } from '../../../i18n/language';

/** The picture is drawn in percent of its width, so that marks and lines keep their size on every screen. */
const PAD = 3;

export interface Scale {
  readonly x: (usd: number) => number;
  /** The prices at the two ends. */
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly quartiles: readonly [number, number, number] | undefined;
}

export function Strip({ appraisal }: { readonly appraisal: Appraisal }) {
  const { messages, format } = useWords();
  const scale = scaleOf(appraisal);
  if (!scale) return null;
  const { x, from, to, low, high, quartiles } = scale;
  const text =
    messages.strip.text(format.usd(appraisal.price), format.usd(low), format.usd(high)) +
    (quartiles ? messages.strip.quartiles(format.usd(quartiles[0]), format.usd(quartiles[2])) : '');
  return (
    <figure className="strip">
      <svg height={quartiles ? 68 : 36} role="img" aria-label={text}>
        <Bar className="strip-range" x={x} from={low} to={high} y={6} height={24} />
        {quartiles && <Quartiles x={x} quartiles={quartiles} price={appraisal.price} />}
        <circle className="strip-home" cx={`${x(appraisal.price)}%`} cy="18" r="10" />
      </svg>
      <div className="strip-ends" aria-hidden="true">
        <span>{format.usd(from)}</span>
        <span>{format.usd(to)}</span>
      </div>
      <figcaption aria-hidden="true">
        <span className="key key-home">{messages.strip.home}</span>
        <span className="key key-range">{messages.strip.range}</span>
        {quartiles && <span className="key key-quartiles">{messages.strip.comparables}</span>}
      </figcaption>
    </figure>
  );
}

interface BarProps {
  readonly className: string;
  readonly x: Scale['x'];
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly height: number;
}

export function Bar({ className, x, from, to, y, height }: BarProps) {
  const width = Math.max(0.5, x(to) - x(from));
  return <rect className={className} x={`${x(from)}%`} y={y} width={`${width}%`} height={height} rx={height / 4} />;
}

interface QuartilesProps {
  readonly x: Scale['x'];
  readonly quartiles: readonly [number, number, number];
  readonly price: number;
}

/** This home's mark goes on down to its comparables, so that the eye sees where it stands among them. */
function Quartiles({ x, quartiles: [first, median, third], price }: QuartilesProps) {
  return (
    <>
      <Bar className="strip-quartiles" x={x} from={first} to={third} y={44} height={18} />
      <line className="strip-median" x1={`${x(median)}%`} x2={`${x(median)}%`} y1="44" y2="62" />
      <line className="strip-down" x1={`${x(price)}%`} x2={`${x(price)}%`} y1="18" y2="68" />
    </>
  );
}

/** From the lowest to the highest of what is drawn. Comparables are per m²: this home's own size makes prices of them. */
export function scaleOf({ price, range, pricePerM2, comparables }: Appraisal): Scale | undefined {
  if (!range) return undefined;
  const size = pricePerM2 ? price / pricePerM2 : 0;
  const found = comparables?.quartiles;
  const quartiles = found && size > 0 ? ([found[0] * size, found[1] * size, found[2] * size] as const) : undefined;
  const [from, to] = [Math.min(range.low, quartiles?.[0] ?? price), Math.max(range.high, quartiles?.[2] ?? price)];
  return { x: axis(from, to), from, to, low: range.low, high: range.high, quartiles };
}

/** Prices to percent of the picture's width. */
export function axis(from: number, to: number): Scale['x'] {
  return (usd) => PAD + ((100 - 2 * PAD) * (usd - from)) / Math.max(to - from, 1);
}
