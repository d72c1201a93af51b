/** One appraisal at a time: a new request aborts the one before it. */

import { useCallback, useEffect, useReducer, useRef } from 'react';

import type { Appraisal } from './appraisal';
import { appraise } from './client';
import { toFailure } from './failure';
import type { Failure } from './failure';
import type { Home } from './home';

export const SLOW_AFTER_MS = 4_000;

export interface Result {
  readonly home: Home;
  readonly appraisal: Appraisal;
}

/** The last result stays in sight while the next one is on its way. */
export interface Progress {
  readonly phase: 'idle' | 'pending' | 'done' | 'failed';
  readonly slow: boolean;
  readonly result: Result | undefined;
  readonly failure: Failure | undefined;
}

type Event =
  | { readonly kind: 'asked' | 'slow' }
  | { readonly kind: 'answered'; readonly result: Result }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const IDLE: Progress = { phase: 'idle', slow: false, result: undefined, failure: undefined };

export function advance(progress: Progress, event: Event): Progress {
  switch (event.kind) {
    case 'asked':
      return { ...progress, phase: 'pending', slow: false, failure: undefined };
    case 'slow':
      return { ...progress, slow: true };
    case 'answered':
      return { phase: 'done', slow: false, result: event.result, failure: undefined };
    case 'failed':
      return { phase: 'failed', slow: false, result: undefined, failure: event.failure };
  }
}

export type Ask = (home: Home, language: string) => void;

export function useAppraisal(): readonly [Progress, Ask] {
  const [progress, dispatch] = useReducer(advance, IDLE);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback((home: Home, language: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    dispatch({ kind: 'asked' });
    void settle(home, language, controller.signal, dispatch);
  }, []);
  return [progress, ask];
}

async function settle(home: Home, language: string, signal: AbortSignal, dispatch: (event: Event) => void) {
  const waiting = setTimeout(() => {
    if (!signal.aborted) dispatch({ kind: 'slow' });
  }, SLOW_AFTER_MS);
  const outcome = await attempt(home, language, signal).finally(() => {
    clearTimeout(waiting);
  });
  if (!signal.aborted) dispatch(outcome);
}

async function attempt(home: Home, language: string, signal: AbortSignal): Promise<Event> {
  try {
    return { kind: 'answered', result: { home, appraisal: await appraise(home, language, signal) } };
  } catch (error) {
    if (signal.aborted) return { kind: 'slow' }; // never dispatched: a newer request speaks now
    return { kind: 'failed', failure: toFailure(error) };
  }
}
