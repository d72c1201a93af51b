/** The right side: nothing yet, on its way, a failure or a price. */

import { lazy, Suspense, useEffect, useRef } from 'react';

import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import type { State } from '../../session/state';
import { useSession } from '../../session/use-session';
import { CrashBoundary } from '../crash-boundary';
import { CheckIcon, Street } from '../icons';
import { bringDetails } from './bring-details';
import { PriceCard } from './price-card';
import { Problem } from './problem';

const Details = lazy(bringDetails);
const Homes = lazy(() => bringDetails().then(({ Homes: one }) => ({ default: one })));

export function Answer() {
  const words = useWords();
  const [state] = useSession();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (state.phase !== 'pending') return;
    // While the answer is on its way: its formatters are made and its details brought, so that neither holds back the price.
    words.format.usd(0);
    // A browser remembers that a module could not be had: asked for without a network, it would take a reload to get it.
    if (navigator.onLine) void bringDetails().catch(() => undefined);
  }, [state.phase, words]);
  const focus = () => {
    section.current?.focus();
  };
  return (
    <section
      ref={section}
      className="answer"
      tabIndex={-1}
      aria-label={words.messages.result.label}
      aria-busy={state.phase === 'pending'}
      data-phase={state.phase}
    >
      <p className="sr-only" role="status" aria-live="polite">
        {announcement(words, state)}
      </p>
      <Panel onRetry={focus} />
    </section>
  );
}

function Panel({ onRetry }: { readonly onRetry: () => void }) {
  const [{ phase, slow, result, failure, playing, homes }] = useSession();
  if (phase === 'failed' && failure && !result) return <Problem failure={failure} onRetry={onRetry} />;
  if (phase === 'pending' && !(result && playing)) return <Waiting slow={slow} />;
  if (!result) return <Nothing known={homes.length > 0} />;
  return (
    <>
      <PriceCard result={result} />
      <CrashBoundary>
        <Suspense>
          <Details result={result} />
        </Suspense>
      </CrashBoundary>
    </>
  );
}

function Nothing({ known }: { readonly known: boolean }) {
  const { result } = useWords().messages;
  return (
    <>
      <div className="card empty">
        <Street />
        <h2>{result.emptyTitle}</h2>
        <p>{result.emptyText}</p>
        <ul>
          {result.emptyPoints.map((point) => (
            <li key={point}>
              <CheckIcon />
              {point}
            </li>
          ))}
        </ul>
      </div>
      {known && (
        <Suspense>
          <Homes />
        </Suspense>
      )}
    </>
  );
}

function Waiting({ slow }: { readonly slow: boolean }) {
  const { messages } = useWords();
  return (
    <div className="card waiting" data-focus>
      <p>{slow ? messages.slow : messages.pending}</p>
      <div className="bone bone-price" />
      <div className="bone bone-strip" />
    </div>
  );
}

/** The price in one sentence, for those who hear the page. */
function announcement({ messages, format }: Words, { phase, slow, result }: State): string {
  if (phase === 'pending') return slow ? messages.slow : messages.pending;
  if (phase !== 'done' || !result) return '';
  const { price, range } = result.appraisal;
  if (!range) return messages.result.announce(format.usd(price));
  return messages.result.announceRange(format.usd(price), format.usd(range.low), format.usd(range.high));
}
