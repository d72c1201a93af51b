/** The same home at the level of each year: a line with its range around it. */

import type { Year } from '../../../api/appraisal';
import { useWords } from '../../../i18n/language';

const WIDTH = 400;
const HEIGHT = 120;
const FEWEST = 3;
const LINES = 3;

export function History({ years }: { readonly years: readonly Year[] }) {
  const { messages, format } = useWords();
  const [first, last] = [years[0], years.at(-1)];
  if (years.length < FEWEST || !first || !last) return null;
  const points = years.map(({ year, price }) => `${year}, ${format.usd(price)}`).join('; ');
  return (
    <article className="card history">
      <h2>{messages.history.title}</h2>
      <p className="fine">{messages.history.text}</p>
      <figure>
        <Picture years={years} last={last} text={messages.history.describe(points)} />
        <div className="strip-ends" aria-hidden="true">
          {[first, last].map(({ year, price }) => (
            <span key={year}>
              {year} <strong>{format.usd(price)}</strong>
            </span>
          ))}
        </div>
        <figcaption aria-hidden="true">
          <span className="key key-range">{messages.history.band}</span>
        </figcaption>
      </figure>
    </article>
  );
}

/** The inner picture is stretched to the outer one's size; words, lines and marks are not. */
function Picture({ years, last, text }: { readonly years: readonly Year[]; readonly last: Year; readonly text: string }) {
  const { format } = useWords();
  const { line, band } = paths(years);
  const top = topOf(years);
  const from = (usd: number) => `${100 * (1 - usd / top)}%`;
  return (
    <svg height="180" role="img" aria-label={text}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" width="100%" height="100%">
        <path className="history-band" d={band} />
        <path className="history-line" d={line} vectorEffect="non-scaling-stroke" />
      </svg>
      {levels(top).map((usd) => (
        <g key={usd} className="history-level">
          <line x1="0" x2="100%" y1={from(usd)} y2={from(usd)} />
          <text x="-8" y={from(usd)} dy="4">
            {format.usd(usd)}
          </text>
        </g>
      ))}
      <circle className="strip-home" cx="100%" cy={from(last.price)} r="7" />
    </svg>
  );
}

const topOf = (years: readonly Year[]) => Math.max(...years.map(({ high }) => high));

/** Two or three round prices below the top, evenly apart. */
export function levels(top: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(top / LINES));
  const step = [5, 2, 1].map((times) => times * power).find((size) => size <= top / LINES) ?? power;
  const count = Math.floor((top * 0.95) / step);
  const every = Math.ceil(count / LINES);
  return Array.from({ length: Math.floor(count / every) }, (_, index) => (index + 1) * every * step);
}

/** From zero, so that a fall looks as large as it was. */
export function paths(years: readonly Year[]): { readonly line: string; readonly band: string } {
  const [from, to] = [Math.min(...years.map(({ year }) => year)), Math.max(...years.map(({ year }) => year))];
  const top = topOf(years);
  const at = (year: number, usd: number) =>
    `${((WIDTH * (year - from)) / Math.max(to - from, 1)).toFixed(1)} ${(HEIGHT * (1 - usd / top)).toFixed(1)}`;
  const upper = years.map(({ year, high }) => at(year, high));
  const lower = years.map(({ year, low }) => at(year, low)).reverse();
  return {
    line: `M${years.map(({ year, price }) => at(year, price)).join('L')}`,
    band: `M${[...upper, ...lower].join('L')}Z`,
  };
}
