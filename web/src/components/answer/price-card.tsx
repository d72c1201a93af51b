/** The price, how sure it is, where it stands among its comparables, and what to do with it. */

import { lazy, Suspense } from 'react';

import type { Appraisal } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import { isStale } from '../../session/state';
import type { Result } from '../../session/state';
import { useSession } from '../../session/use-session';
import { homeText } from '../home-text';
import { bringDetails } from './bring-details';
import { Comparables } from './comparables';
import { Difference } from './difference';
import { Strip } from './strip';

const Acts = lazy(() => bringDetails().then(({ Acts: one }) => ({ default: one })));

export function PriceCard({ result }: { readonly result: Result }) {
  const words = useWords();
  const { appraisal, home } = result;
  const { messages, format } = words;
  return (
    <article className="card price-card">
      <p className="price-home">{homeText(words, home)}</p>
      <div data-focus>
        <h2 className="price-label">{messages.result.price}</h2>
        <p className="price" data-testid="price">
          {format.usd(appraisal.price).replace('\u00a0', ' ')}
        </p>
      </div>
      <Standing />
      {appraisal.range && <RangeText range={appraisal.range} />}
      <Strip result={result} />
      <Comparables appraisal={appraisal} />
      <Facts appraisal={appraisal} />
      <Accuracy accuracy={appraisal.accuracy} />
      <p className="fine">{messages.result.asking}</p>
      <Suspense>
        <Acts result={result} />
      </Suspense>
    </article>
  );
}

/** Whether the price is that of the form as it is now, and what the last change did to it. */
function Standing() {
  const { result } = useWords().messages;
  const [state] = useSession();
  const failed = state.phase === 'failed';
  return (
    <div className="standing" data-stale={isStale(state)}>
      {failed && <p className="care">{result.staleFailed}</p>}
      {!failed && isStale(state) && state.phase !== 'pending' && <p className="care">{result.stale}</p>}
      {!failed && <Difference />}
    </div>
  );
}

function RangeText({ range: { low, high, coverage } }: { readonly range: NonNullable<Appraisal['range']> }) {
  const { messages, format } = useWords();
  return (
    <p className="range-text" data-testid="range">
      <strong>{messages.result.range(format.usd(low), format.usd(high))}</strong>
      {coverage !== undefined && <span>{messages.result.coverage(format.number(Math.round(coverage * 10)))}</span>}
    </p>
  );
}

function Facts({ appraisal: { pricePerM2, level, source } }: { readonly appraisal: Appraisal }) {
  const { messages, format } = useWords();
  const facts = [
    [messages.result.perM2, pricePerM2 !== undefined && format.usd(pricePerM2)],
    [messages.result.level, level !== undefined && messages.result.levelOf(format.month(level), source)],
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

/** How near the model comes here, measured on adverts that it had not seen. */
function Accuracy({ accuracy }: Pick<Appraisal, 'accuracy'>) {
  const { messages, format } = useWords();
  if (!accuracy) return null;
  const { percent, place, type } = accuracy;
  const [kind, where] = [type && (messages.types[type] ?? type), place && (messages.regions[place] ?? place)];
  const what = messages.result.accuracyOf(kind?.toLowerCase().replace('ph', 'PH'), where);
  return <p className="fine">{messages.result.accuracy(format.percent(percent / 100), what)}</p>;
}
