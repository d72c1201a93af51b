/** What the page is about at a moment, and how each event changes it. Pure: effects are `session.ts`'s. */

import type { Appraisal } from '../api/appraisal';
import type { Failure, Faults } from '../api/failure';
import { check, EMPTY, keyOf } from '../home/draft';
import type { Draft, Home } from '../home/draft';
import type { Language } from '../i18n/messages';

export interface Result {
  readonly home: Home;
  readonly appraisal: Appraisal;
  /** In which the service's own texts of it are. */
  readonly language: Language;
}

/** A home of before: enough to name it and to ask for it again. */
export interface Kept {
  readonly home: Home;
  readonly price: number;
}

export interface State {
  readonly language: Language;
  readonly draft: Draft;
  /** The draft as it was last sent: only then are mistakes shown, and the service's faults are about it. */
  readonly sent: Draft | undefined;
  readonly phase: 'idle' | 'pending' | 'done' | 'failed';
  readonly slow: boolean;
  /** The question came of a change in the form, not of its button. */
  readonly playing: boolean;
  readonly asked: Home | undefined;
  /** The last result stays in sight while the next one is on its way. */
  readonly result: Result | undefined;
  readonly failure: Failure | undefined;
  /** What a change of price is measured from: the home last sent by the button. */
  readonly baseline: Result | undefined;
  readonly pinned: Result | undefined;
  readonly homes: readonly Kept[];
}

export const KEPT_HOMES = 5;
export const START: Draft = { ...EMPTY, property_type: 'Departamento' };
export const INITIAL: State = {
  language: 'es',
  draft: START,
  sent: undefined,
  phase: 'idle',
  slow: false,
  playing: false,
  asked: undefined,
  result: undefined,
  failure: undefined,
  baseline: undefined,
  pinned: undefined,
  homes: [],
};

export type Event =
  | { readonly kind: 'opened'; readonly draft: Draft; readonly homes: readonly Kept[] }
  | { readonly kind: 'spoke'; readonly language: Language }
  | { readonly kind: 'typed'; readonly draft: Draft }
  | { readonly kind: 'sent' | 'pinned' | 'unpinned' | 'cleared' }
  | { readonly kind: 'slow' }
  | { readonly kind: 'asked'; readonly home: Home; readonly playing: boolean }
  | { readonly kind: 'answered'; readonly result: Result }
  | { readonly kind: 'failed'; readonly failure: Failure };

const NOT_ASKED = {
  phase: 'idle',
  slow: false,
  asked: undefined,
  result: undefined,
  failure: undefined,
  baseline: undefined,
} as const;

export function advance(state: State, event: Event): State {
  switch (event.kind) {
    case 'opened':
      return isAsOpened(state, event) ? state : { ...state, draft: event.draft, homes: event.homes };
    case 'spoke':
      return event.language === state.language ? state : { ...state, language: event.language };
    case 'typed':
      return { ...state, draft: event.draft };
    case 'sent':
      return { ...state, sent: state.draft };
    case 'cleared':
      return { ...state, ...NOT_ASKED, draft: START, sent: undefined };
    case 'pinned':
      return { ...state, pinned: state.result };
    case 'unpinned':
      return { ...state, pinned: undefined };
    default:
      return advanceAnswer(state, event);
  }
}

/** On a first visit there is nothing to come back to, and so nothing to draw anew. */
function isAsOpened(state: State, { draft, homes }: Extract<Event, { readonly kind: 'opened' }>): boolean {
  return draft === state.draft && homes.length === 0 && state.homes.length === 0;
}

type AnswerEvent = Extract<Event, { readonly kind: 'asked' | 'slow' | 'answered' | 'failed' }>;

function advanceAnswer(state: State, event: AnswerEvent): State {
  switch (event.kind) {
    case 'asked':
      return { ...state, phase: 'pending', slow: false, playing: event.playing, asked: event.home, failure: undefined };
    case 'slow':
      return { ...state, slow: true };
    case 'answered':
      return answered(state, event.result);
    case 'failed': {
      // While somebody plays, the last price stays, marked as of before; else it would be taken for the answer.
      const kept = state.playing ? { result: state.result } : { result: undefined, baseline: undefined };
      return { ...state, ...kept, phase: 'failed', slow: false, failure: event.failure };
    }
  }
}

function answered(state: State, result: Result): State {
  const { playing } = state;
  const baseline = playing ? (state.baseline ?? result) : result;
  const homes = keep(state.homes, { home: result.home, price: result.appraisal.price }, playing);
  return { ...state, phase: 'done', slow: false, failure: undefined, result, baseline, homes };
}

/** The newest first, each home once; a home that is being played with takes the place of its former self. */
export function keep(homes: readonly Kept[], home: Kept, playing: boolean): readonly Kept[] {
  const others = playing ? homes.slice(1) : homes;
  const key = keyOf(home.home);
  return [home, ...others.filter((one) => keyOf(one.home) !== key)].slice(0, KEPT_HOMES);
}

/** The form no longer says what the shown price is for. */
export function isStale({ draft, result }: State): boolean {
  if (!result) return false;
  const checked = check(draft);
  return !('home' in checked) || keyOf(checked.home) !== keyOf(result.home);
}

const NO_FAULTS: Faults = {};

/** What the service says of the fields, until they change. */
export function faultsOf({ failure, draft, sent }: State): Faults {
  if (failure?.kind !== 'invalid' || !sent) return NO_FAULTS;
  const same = (name: string) => sent[name as keyof Draft] === draft[name as keyof Draft];
  const unchanged = Object.entries(failure.faults).filter(([name]) =>
    name === 'place' ? same('l2') && same('locality') : same(name),
  );
  return Object.fromEntries(unchanged);
}
