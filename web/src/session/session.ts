/** The page's effects: asking, keeping, the address. One store, which React reads and tests drive. */

import { appraise } from '../api/client';
import { toFailure } from '../api/failure';
import { check, fromHome, fromQuery, keyOf, toQuery } from '../home/draft';
import type { Draft, Home } from '../home/draft';
import { loadMessages, loadNotices } from '../i18n/language';
import type { Language } from '../i18n/messages';
import { resolve } from '../places/places';
import type { Place } from '../places/places';
import { keepDraft, keepHomes, keepLanguage, keptDraft, keptHomes, keptLanguage } from './kept';
import { createPlaces } from './known-places';
import type { PlacesStore } from './known-places';
import { advance, INITIAL, START } from './state';
import type { Event, Result, State } from './state';
import { createStore } from './store';
import type { Readable } from './store';

export const SLOW_AFTER_MS = 4_000;
export const PLAY_AFTER_MS = 250;
const IDLE_WITHIN_MS = 1_000;

export interface Session extends Readable<State> {
  readonly places: PlacesStore;
  readonly start: () => () => void;
  readonly speak: (language: Language) => void;
  readonly type: (draft: Draft) => void;
  readonly submit: () => void;
  readonly retry: () => void;
  readonly clear: () => void;
  readonly open: (home: Home) => void;
  readonly pin: (pinned: boolean) => void;
}

export function createSession(placesUrl: string): Session {
  const store = createEvents();
  const answers = createAnswers(store);
  const places = createPlaces(placesUrl);
  return {
    get: store.get,
    subscribe: store.subscribe,
    places,
    start: () => start(store, answers, places.load),
    speak: (language) => {
      keepLanguage(language);
      void speak(store, language);
    },
    type: (draft) => {
      store.dispatch({ kind: 'typed', draft });
      keepDraft(draft);
      play(store, answers);
    },
    ...actions(store, answers, places),
  };
}

interface Store extends Readable<State> {
  readonly dispatch: (event: Event) => void;
}

function createEvents(): Store {
  const { get, set, subscribe } = createStore(INITIAL);
  return {
    get,
    subscribe,
    dispatch: (event) => {
      set(advance(get(), event));
    },
  };
}

/** What the buttons do. */
function actions(store: Store, answers: Answers, places: PlacesStore): Pick<Session, 'submit' | 'retry' | 'clear' | 'open' | 'pin'> {
  const ask = (home: Home) => {
    go(toQuery(fromHome(home)), 'push');
    answers.ask(home, false);
  };
  const submit = () => {
    store.dispatch({ kind: 'typed', draft: placed(store.get().draft, places.get().places) });
    store.dispatch({ kind: 'sent' });
    const checked = check(store.get().draft);
    if ('home' in checked && !isOnItsWay(store.get(), checked.home)) ask(checked.home);
  };
  return {
    submit,
    retry: submit,
    open: (home) => {
      store.dispatch({ kind: 'typed', draft: fromHome(home) });
      submit();
    },
    pin: (pinned) => {
      store.dispatch({ kind: pinned ? 'pinned' : 'unpinned' });
    },
    clear: () => {
      answers.stop();
      store.dispatch({ kind: 'cleared' });
      keepDraft(START);
      go('', 'push');
    },
  };
}

/** Sent twice, a question is on its way once. */
function isOnItsWay({ phase, asked }: State, home: Home): boolean {
  return phase === 'pending' && asked !== undefined && keyOf(asked) === keyOf(home);
}

/** A place that was typed and not picked is the one that it names. */
function placed(draft: Draft, places: readonly Place[]): Draft {
  const found = draft.l2 ? undefined : resolve(places, draft.place);
  return found ? { ...draft, place: '', l2: found.l2, locality: found.locality ?? '' } : draft;
}

function start(store: Store, answers: Answers, loadPlaces: () => void): () => void {
  const asked = location.search.includes('l2=') ? fromQuery(location.search) : undefined;
  const draft = asked ?? keptDraft() ?? store.get().draft;
  store.dispatch({ kind: 'opened', draft, homes: keptHomes() });
  void speak(store, keptLanguage());
  if (asked) revisit(store, answers, asked);
  const back = () => {
    revisit(store, answers, location.search.includes('l2=') ? fromQuery(location.search) : START);
  };
  window.addEventListener('popstate', back);
  whenIdle(loadPlaces);
  return () => {
    window.removeEventListener('popstate', back);
    answers.stop();
  };
}

/** The question that the address holds, asked again; without one, the empty form. */
function revisit(store: Store, answers: Answers, draft: Draft): void {
  answers.stop();
  if (!draft.l2) {
    store.dispatch({ kind: 'cleared' });
    return;
  }
  store.dispatch({ kind: 'typed', draft });
  store.dispatch({ kind: 'sent' });
  const checked = check(draft);
  if ('home' in checked) answers.ask(checked.home, false);
}

/** After the first price every change that makes a home is priced, once it has rested for a moment. */
function play(store: Store, answers: Answers): void {
  const { draft, result, asked, sent } = store.get();
  const checked = check(draft);
  answers.rest();
  if (!result || !sent || !('home' in checked) || (asked && keyOf(checked.home) === keyOf(asked))) return;
  answers.askSoon(checked.home);
}

interface Answers {
  readonly ask: (home: Home, playing: boolean) => void;
  readonly askSoon: (home: Home) => void;
  readonly rest: () => void;
  readonly stop: () => void;
}

/** One question at a time: a new one aborts the one before it, and no older answer is heard after it. */
function createAnswers(store: Store): Answers {
  const known = new Map<string, Result>();
  let running: AbortController | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    clearTimeout(resting);
  };
  const stop = () => {
    rest();
    running?.abort();
  };
  const ask = (home: Home, playing: boolean) => {
    stop();
    running = new AbortController();
    store.dispatch({ kind: 'asked', home, playing });
    void settle(store, known, { home, signal: running.signal });
  };
  const askSoon = (home: Home) => {
    resting = setTimeout(() => {
      store.dispatch({ kind: 'sent' });
      go(keyOf(home), isAtSent(store.get()) ? 'push' : 'replace');
      ask(home, true);
    }, PLAY_AFTER_MS);
  };
  return { ask, askSoon, rest, stop };
}

/** The address is that of the question last sent: the way back leads to it, not to every step of the play. */
function isAtSent({ baseline }: State): boolean {
  return baseline !== undefined && location.search === `?${keyOf(baseline.home)}`;
}

interface Question {
  readonly home: Home;
  readonly signal: AbortSignal;
}

async function settle(store: Store, known: Map<string, Result>, question: Question): Promise<void> {
  const waiting = setTimeout(() => {
    if (!question.signal.aborted) store.dispatch({ kind: 'slow' });
  }, SLOW_AFTER_MS);
  const outcome = await attempt(store.get().language, known, question);
  clearTimeout(waiting);
  if (question.signal.aborted) return;
  store.dispatch(outcome);
  if (outcome.kind === 'answered') keepHomes(store.get().homes);
}

async function attempt(language: Language, known: Map<string, Result>, question: Question): Promise<Event> {
  const { home, signal } = question;
  try {
    const result = known.get(keyOf(home)) ?? { home, language, appraisal: await appraise(home, language, signal) };
    known.set(keyOf(home), result);
    return { kind: 'answered', result };
  } catch (error) {
    return { kind: 'failed', failure: toFailure(error) };
  }
}

/** In a language whose words do not come, the page goes on in the one it speaks. */
async function speak({ get, dispatch }: Store, language: Language): Promise<void> {
  const words = [loadMessages(language), ...(get().result ? [loadNotices()] : [])];
  await Promise.all(words).then(
    () => {
      dispatch({ kind: 'spoke', language });
    },
    () => undefined,
  );
}

/** When the browser has nothing else to do, or soon where it does not say when that is: the page is drawn first. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(act, { timeout: IDLE_WITHIN_MS });
  else setTimeout(act);
}

function go(query: string, how: 'push' | 'replace'): void {
  const address = query ? `?${query}` : location.pathname;
  if (how === 'replace') history.replaceState(null, '', address);
  else if (location.search !== `?${query}`) history.pushState(null, '', address);
}
