/** The price and how sure it is, at once; what it rests on comes with the details. */

import { lazy, Suspense } from 'react';

import type { Appraisal } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import { isStale } from '../../session/state';
import type { Result } from '../../session/state';
import { useSession } from '../../session/use-session';
import { homeText } from '../home-text';
import { bringDetails } from './bring-details';
import { Difference } from './homes/difference';

const Basis = lazy(() => bringDetails().then(({ Basis: one }) => ({ default: one })));

export function PriceCard({ result }: { readonly result: Result }) {
  const words = useWords();
  const { appraisal, home } = result;
  const { messages, format } = words;
  return (
    <article className="card price-card">
      <div className="price-head" data-focus>
        <p>{homeText(words, home)}</p>
        <div>
          <h2>{messages.result.price}</h2>
          <p className="price" data-testid="price">
            {format.usd(appraisal.price).replace('\u00a0', ' ')}
          </p>
        </div>
        {appraisal.range && <RangeText range={appraisal.range} />}
        <Standing />
      </div>
      <Suspense>
        <Basis result={result} />
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
