/** The price on a line: its range, and the middle half of comparable adverts at this home's size. */

import type { Appraisal } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import type { Result } from '../../session/state';

const WIDTH = 400;
const PAD = 12;

export interface Scale {
  readonly x: (usd: number) => number;
  readonly low: number;
  readonly high: number;
  readonly quartiles: readonly [number, number, number] | undefined;
}

export function Strip({ result: { appraisal } }: { readonly result: Result }) {
  const { messages, format } = useWords();
  const scale = scaleOf(appraisal);
  if (!scale) return null;
  const { x, low, high, quartiles } = scale;
  const text =
    messages.strip.text(format.usd(appraisal.price), format.usd(low), format.usd(high)) +
    (quartiles ? messages.strip.quartiles(format.usd(quartiles[0]), format.usd(quartiles[2])) : '');
  return (
    <figure className="strip">
      <svg viewBox={`0 0 ${WIDTH} 56`} role="img" aria-label={text}>
        <rect className="strip-range" x={x(low)} y="16" width={x(high) - x(low)} height="24" rx="6" />
        {quartiles && <Quartiles x={x} quartiles={quartiles} />}
        <circle className="strip-home" cx={x(appraisal.price)} cy="28" r="8" />
      </svg>
      <div className="strip-ends" aria-hidden="true">
        <span>{format.usd(low)}</span>
        <span>{format.usd(high)}</span>
      </div>
      <figcaption aria-hidden="true">
        <span className="key key-home">{messages.strip.home}</span>
        <span className="key key-range">{messages.strip.range}</span>
        {quartiles && <span className="key key-quartiles">{messages.strip.comparables}</span>}
      </figcaption>
    </figure>
  );
}

function Quartiles({ x, quartiles: [first, median, third] }: { x: Scale['x']; quartiles: readonly [number, number, number] }) {
  return (
    <g className="strip-quartiles">
      <rect x={x(first)} y="6" width={Math.max(2, x(third) - x(first))} height="44" rx="4" />
      <path d={`M${x(median)} 6v44`} />
    </g>
  );
}

/** From the lowest to the highest of what is drawn. Comparables are per m²: this home's own size makes prices of them. */
export function scaleOf({ price, range, pricePerM2, comparables }: Appraisal): Scale | undefined {
  if (!range) return undefined;
  const size = pricePerM2 ? price / pricePerM2 : 0;
  const found = comparables?.quartiles;
  const quartiles = found && size > 0 ? ([found[0] * size, found[1] * size, found[2] * size] as const) : undefined;
  const [from, to] = [Math.min(range.low, quartiles?.[0] ?? price), Math.max(range.high, quartiles?.[2] ?? price)];
  const x = (usd: number) => PAD + ((WIDTH - 2 * PAD) * (usd - from)) / Math.max(to - from, 1);
  return { x, low: range.low, high: range.high, quartiles };
}
