/** The reasons: from a typical home to this price, one bar for each thing that was said of it. */

import type { Appraisal, Contribution } from '../../../api/appraisal';
import type { Home } from '../../../home/draft';
import { useWords } from '../../../i18n/language';
import type { Words } from '../../../i18n/language';

const SHOWN = 6;
const HALF = 100;

interface WhyProps {
  readonly appraisal: Appraisal;
  readonly home: Home;
}

export function Why({ appraisal, home }: WhyProps) {
  const words = useWords();
  const { why } = words.messages;
  const rows = reasons(appraisal.contributions, home, words);
  if (rows.length === 0) return null;
  const start = appraisal.price - rows.reduce((sum, { usd }) => sum + usd, 0);
  const scale = Math.max(...rows.map(({ usd }) => Math.abs(usd)), 1);
  return (
    <article className="card why">
      <h2>{why.title}</h2>
      <p className="fine">{why.text}</p>
      <ul className="why-rows">
        <Total text={why.base} usd={start} />
        {rows.map(({ factor, text, usd }) => (
          <li key={factor} className="why-row">
            <span className="why-name">{text}</span>
            <Bar share={usd / scale} />
            <span className="why-usd">{words.format.signedUsd(usd)}</span>
          </li>
        ))}
        <Total text={why.total} usd={appraisal.price} />
      </ul>
    </article>
  );
}

function Total({ text, usd }: { readonly text: string; readonly usd: number }) {
  return (
    <li className="why-row why-total">
      <span className="why-name">{text}</span>
      <span className="why-usd">{useWords().format.usd(usd)}</span>
    </li>
  );
}

/** To the right of the middle for what adds, to the left for what takes away. */
function Bar({ share }: { readonly share: number }) {
  const width = Math.max(1, Math.abs(share) * HALF);
  return (
    <svg className="why-bar" viewBox={`0 0 ${2 * HALF} 12`} preserveAspectRatio="none" aria-hidden="true">
      <rect
        className={share < 0 ? 'why-down' : 'why-up'}
        x={share < 0 ? HALF - width : HALF}
        y="0"
        width={width}
        height="12"
      />
      <rect className="why-axis" x={HALF - 0.5} y="0" width="1" height="12" />
    </svg>
  );
}

/**
 * What was given, the largest first and the small ones as one. What was not given charges nobody: it is part of the
 * typical home that the sum starts from.
 */
export function reasons(all: readonly Contribution[], home: Home, { messages: { why } }: Words): readonly Contribution[] {
  const telling = all.filter(({ factor, usd }) => isGiven(factor, home) && Math.abs(usd) >= 0.5);
  const named = telling.map((reason) => ({ ...reason, text: why.factors[reason.factor] ?? reason.text }));
  const sorted = named.sort((one, other) => Math.abs(other.usd) - Math.abs(one.usd));
  if (sorted.length <= SHOWN + 1) return sorted;
  const rest = sorted.slice(SHOWN);
  const usd = rest.reduce((sum, reason) => sum + reason.usd, 0);
  return [...sorted.slice(0, SHOWN), { factor: 'rest', text: why.rest(rest.length), usd }];
}

/** A place is always given; its reasons go by other names than its fields. */
function isGiven(factor: string, home: Home): boolean {
  return ['location', 'l2', 'locality'].includes(factor) || home[factor as keyof Home] != null;
}
