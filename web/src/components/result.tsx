/** What the page answers: nothing yet, a wait, a failure or a price. */

import type { Failure } from '../api/failure';
import type { Progress } from '../api/use-appraisal';
import { useWords } from '../i18n/language';
import type { Words } from '../i18n/language';
import { Comparables } from './comparables';
import { CheckIcon, Street, WarnIcon } from './icons';
import { Notices } from './notices';
import { Price } from './price';
import { Why } from './why';

interface ResultProps {
  readonly progress: Progress;
  readonly edited: boolean;
  readonly onRetry: () => void;
}

export function Result({ progress, edited, onRetry }: ResultProps) {
  const words = useWords();
  const pending = progress.phase === 'pending';
  return (
    <section
      className="result"
      aria-label={words.messages.result.label}
      aria-busy={pending}
      data-phase={progress.phase}
    >
      <p className="sr-only" role="status" aria-live="polite">
        {announcement(words, progress)}
      </p>
      <Panel progress={progress} edited={edited} onRetry={onRetry} />
    </section>
  );
}

function Panel({ progress: { phase, slow, result, failure }, edited, onRetry }: ResultProps) {
  if (phase === 'failed' && failure) return <Problem failure={failure} onRetry={onRetry} />;
  if (phase === 'pending' && !result) return <Waiting slow={slow} />;
  if (!result) return <Nothing />;
  const { appraisal, home } = result;
  return (
    <div className={phase === 'pending' ? 'answer answer-old' : 'answer'}>
      <Price appraisal={appraisal} home={home} edited={edited || phase === 'pending'} />
      <Notices notices={appraisal.notices} />
      <Why appraisal={appraisal} />
      <Comparables comparables={appraisal.comparables} pricePerM2={appraisal.pricePerM2} />
    </div>
  );
}

function Nothing() {
  const { result } = useWords().messages;
  return (
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
  );
}

function Waiting({ slow }: { readonly slow: boolean }) {
  const { messages } = useWords();
  return (
    <div className="card waiting">
      <p>{slow ? messages.slow : messages.pending}</p>
      <div className="bone bone-price" />
      <div className="bone bone-bar" />
      <div className="bone-row">
        <div className="bone" />
        <div className="bone" />
      </div>
    </div>
  );
}

function Problem({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  const words = useWords();
  return (
    <div className="card problem" role="alert">
      <WarnIcon />
      <div>
        <h2>{words.messages.failures.title}</h2>
        <p>{failureText(words, failure)}</p>
        {failure.kind !== 'invalid' && (
          <button type="button" className="button button-second" onClick={onRetry}>
            {words.messages.failures.retry}
          </button>
        )}
      </div>
    </div>
  );
}

function failureText({ messages: { failures } }: Words, failure: Failure): string {
  if (failure.kind === 'server') return failures.server(failure.status);
  if (failure.kind !== 'invalid') return failures[failure.kind];
  const placed = Object.keys(failure.faults).length > 0;
  return placed ? failures.invalid : (failure.detail ?? failures.invalid);
}

/** The price in one sentence, for those who hear the page. */
function announcement({ messages, format }: Words, { phase, slow, result }: Progress): string {
  if (phase === 'pending') return slow ? messages.slow : messages.pending;
  if (phase !== 'done' || !result) return '';
  const { price, range } = result.appraisal;
  if (!range) return messages.result.announce(format.usd(price));
  return messages.result.announceRange(format.usd(price), format.usd(range.low), format.usd(range.high));
}
