/** The price itself, how sure it is, and for when. */

import type { Appraisal } from '../api/appraisal';
import type { Home } from '../api/home';
import { roundToThree } from '../i18n/format';
import { useWords } from '../i18n/language';
import { homeText } from './home-text';

interface PriceProps {
  readonly appraisal: Appraisal;
  readonly home: Home;
  readonly edited: boolean;
}

export function Price({ appraisal, home, edited }: PriceProps) {
  const words = useWords();
  const { messages, format } = words;
  return (
    <article className="card price-card">
      <p className="price-home">{homeText(words, home)}</p>
      <h2 className="price-label">{messages.result.price}</h2>
      <p className="price" data-testid="price">
        {format.usd(appraisal.price)}
      </p>
      {edited && <p className="price-old">{messages.result.changed}</p>}
      {appraisal.range && <Range price={appraisal.price} range={appraisal.range} />}
      <Facts appraisal={appraisal} />
    </article>
  );
}

interface RangeProps {
  readonly price: number;
  readonly range: NonNullable<Appraisal['range']>;
}

function Range({ price, range: { low, high, coverage } }: RangeProps) {
  const { messages, format } = useWords();
  const [from, to] = [format.usd(roundToThree(low)), format.usd(roundToThree(high))];
  const share = high > low ? (price - low) / (high - low) : 0.5;
  return (
    <div className="range" data-testid="range">
      <p>
        {messages.result.range}: <strong>{messages.result.rangeText(from, to)}</strong>
      </p>
      <svg className="range-bar" viewBox="0 0 400 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect className="range-track" x="0" y="7" width="400" height="10" rx="5" />
        <rect className="range-mark" x={4 + 386 * share} y="1" width="6" height="22" rx="3" />
      </svg>
      <p className="range-ends" aria-hidden="true">
        <span>{from}</span>
        <span>{to}</span>
      </p>
      {coverage !== undefined && <p className="fine">{messages.result.coverage(format.percent(coverage))}</p>}
    </div>
  );
}

function Facts({ appraisal: { pricePerM2, level } }: Pick<PriceProps, 'appraisal'>) {
  const { messages, format } = useWords();
  const facts = [
    [messages.result.perM2, pricePerM2 !== undefined && format.usd(pricePerM2)],
    [messages.result.level, level !== undefined && format.month(level)],
  ] as const;
  const shown = facts.filter(([, text]) => text);
  if (shown.length === 0) return null;
  return (
    <dl className="facts">
      {shown.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
