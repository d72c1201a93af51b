/** The reasons: from an average home to this price, one bar for each detail. */

import type { Appraisal, Contribution } from '../api/appraisal';
import { useWords } from '../i18n/language';

const SHOWN = 6;
const HALF = 100;

export function Why({ appraisal: { base, contributions, price } }: { readonly appraisal: Appraisal }) {
  const { messages, format } = useWords();
  if (contributions.length === 0) return null;
  const rows = largest(contributions, messages.why.rest);
  const start = base !== undefined && startOf(base, rows, price);
  const scale = Math.max(...rows.map(({ usd }) => Math.abs(usd)), 1);
  return (
    <article className="card why">
      <h2>{messages.why.title}</h2>
      <p className="fine">{messages.why.text}</p>
      <ul className="why-rows">
        {start !== false && <Total text={messages.why.base} value={format.usd(start)} />}
        {rows.map((row) => (
          <li key={row.factor} className="why-row">
            <span className="why-name">{row.text}</span>
            <Bar share={row.usd / scale} />
            <span className="why-usd">{format.signedUsd(row.usd)}</span>
          </li>
        ))}
        {start !== false && <Total text={messages.why.total} value={format.usd(price)} />}
      </ul>
    </article>
  );
}

function Total({ text, value }: { readonly text: string; readonly value: string }) {
  return (
    <li className="why-row why-total">
      <span className="why-name">{text}</span>
      <span className="why-usd">{value}</span>
    </li>
  );
}

/** To the right of the middle for what adds, to the left for what takes away. */
function Bar({ share }: { readonly share: number }) {
  const width = Math.max(1, Math.abs(share) * HALF);
  return (
    <svg
      className="why-bar"
      viewBox={`0 0 ${2 * HALF} 12`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect
        className={share < 0 ? 'why-down' : 'why-up'}
        x={share < 0 ? HALF - width : HALF}
        y="0"
        width={width}
        height="12"
        rx="2"
      />
      <rect className="why-axis" x={HALF - 0.5} y="0" width="1" height="12" />
    </svg>
  );
}

/** In whole dollars the rows may miss the price by their rounding: the start takes it, so that they add up as shown. */
export function startOf(base: number, rows: readonly Contribution[], price: number): number {
  const start = rows.reduce((left, { usd }) => left - Math.round(usd), Math.round(price));
  return Math.abs(start - base) <= rows.length + 1 ? start : base;
}

/** The largest reasons by size, and the rest as one, so that the rows still add up. What moves nothing is no reason. */
export function largest(all: readonly Contribution[], restText: (count: number) => string): readonly Contribution[] {
  const telling = all.filter(({ usd }) => Math.abs(usd) >= 0.5);
  const sorted = telling.sort((one, other) => Math.abs(other.usd) - Math.abs(one.usd));
  if (sorted.length <= SHOWN + 1) return sorted;
  const rest = sorted.slice(SHOWN);
  const usd = rest.reduce((sum, reason) => sum + reason.usd, 0);
  return [...sorted.slice(0, SHOWN), { factor: 'rest', text: restText(rest.length), usd }];
}
