/** Why there is no price, and what to do next. */

import { useEffect, useState } from 'react';

import type { Failure } from '../../api/failure';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import { useSession } from '../../session/use-session';
import { WarnIcon } from '../icons';

interface ProblemProps {
  readonly failure: Failure;
  readonly onRetry: () => void;
}

export function Problem({ failure, onRetry }: ProblemProps) {
  const words = useWords();
  const [, session] = useSession();
  const left = useCountdown(failure.kind === 'busy' ? (failure.waitS ?? 0) : 0);
  const again = failure.kind !== 'invalid' && failure.kind !== 'refused';
  return (
    <div className="card problem" role="alert" data-focus>
      <WarnIcon />
      <div>
        <h2>{words.messages.failures.title}</h2>
        <p>{failureText(words, failure, left)}</p>
        {again && (
          <button
            type="button"
            className="button button-second"
            disabled={left > 0}
            onClick={() => {
              onRetry();
              session.retry();
            }}
          >
            {words.messages.failures.retry}
          </button>
        )}
      </div>
    </div>
  );
}

/** Whole seconds until zero. */
function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => {
      setLeft(left - 1);
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  }, [left]);
  return left;
}

export function failureText({ messages: { failures }, format }: Words, failure: Failure, left = 0): string {
  switch (failure.kind) {
    case 'server':
    case 'refused':
      return failures[failure.kind](failure.status);
    case 'busy':
      return left > 0 ? failures.wait(format.number(left)) : failures.busy;
    case 'invalid':
      return Object.keys(failure.faults).length > 0 ? failures.invalid : (failure.detail ?? failures.invalid);
    default:
      return failures[failure.kind];
  }
}
