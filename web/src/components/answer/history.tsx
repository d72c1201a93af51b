/** The same home at the level of each year: a line with its range around it. */

import type { Year } from '../../api/appraisal';
import { useWords } from '../../i18n/language';

const WIDTH = 400;
const HEIGHT = 120;
const FEWEST = 3;

export function History({ years }: { readonly years: readonly Year[] }) {
  const { messages, format } = useWords();
  const [first, last] = [years[0], years.at(-1)];
  if (years.length < FEWEST || !first || !last) return null;
  const { line, band } = paths(years);
  const points = years.map(({ year, price }) => `${year}, ${format.usd(price)}`).join('; ');
  return (
    <article className="card history">
      <h2>{messages.history.title}</h2>
      <p className="fine">{messages.history.text}</p>
      <figure>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={messages.history.describe(points)}>
          <path className="history-band" d={band} />
          <path className="history-line" d={line} />
        </svg>
        <div className="strip-ends" aria-hidden="true">
          {[first, last].map(({ year, price }) => (
            <span key={year}>
              {year}: {format.usd(price)}
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

/** From zero, so that a fall looks as large as it was. */
export function paths(years: readonly Year[]): { readonly line: string; readonly band: string } {
  const [from, to] = [Math.min(...years.map(({ year }) => year)), Math.max(...years.map(({ year }) => year))];
  const top = Math.max(...years.map(({ high }) => high));
  const at = (year: number, usd: number) =>
    `${((WIDTH * (year - from)) / Math.max(to - from, 1)).toFixed(1)} ${(HEIGHT * (1 - usd / top)).toFixed(1)}`;
  const upper = years.map(({ year, high }) => at(year, high));
  const lower = years.map(({ year, low }) => at(year, low)).reverse();
  return {
    line: `M${years.map(({ year, price }) => at(year, price)).join('L')}`,
    band: `M${[...upper, ...lower].join('L')}Z`,
  };
}
