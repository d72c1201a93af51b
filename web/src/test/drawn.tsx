/** A part of the page, drawn by itself: what it shows of a state, and what it asks of the session. */

import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

import { readAppraisal } from '../api/appraisal';
import type { Appraisal } from '../api/appraisal';
import type { Home } from '../home/draft';
import { wordsFor, WordsContext } from '../i18n/language';
import type { Language } from '../i18n/messages';
import { readPlaces } from '../places/places';
import type { KnownPlaces } from '../session/known-places';
import type { Session } from '../session/session';
import { INITIAL } from '../session/state';
import type { Result, State } from '../session/state';
import { SessionContext } from '../session/use-session';
import { PLACES, PRICE } from './answers';

export const HOME: Home = { l2: 'Capital Federal', locality: 'Palermo', property_type: 'Departamento', surface_covered: 55 };
export const APPRAISAL = readAppraisal(PRICE) ?? unread();
export const HERE: KnownPlaces = { state: 'here', places: readPlaces(PLACES) };

function unread(): never {
  throw new Error('the whole answer was not read');
}

export function resultOf(home: Partial<Home> = {}, appraisal: Partial<Appraisal> = {}): Result {
  return { home: { ...HOME, ...home } as Home, appraisal: { ...APPRAISAL, ...appraisal }, language: 'es' };
}

export function draw(part: ReactNode, state: Partial<State> = {}, language: Language = 'es', places = HERE) {
  const session = stillSession({ ...INITIAL, ...state }, places);
  const { container } = render(
    <SessionContext value={session}>
      <WordsContext value={wordsFor(language)}>{part}</WordsContext>
    </SessionContext>,
  );
  return { session, container, user: userEvent.setup() };
}

/** A session in which nothing changes, and that remembers what it was asked to do. */
function stillSession(state: State, places: KnownPlaces): Session {
  const subscribe = () => () => undefined;
  return {
    get: () => state,
    subscribe,
    places: { get: () => places, subscribe, load: vi.fn() },
    start: vi.fn(() => () => undefined),
    speak: vi.fn(),
    type: vi.fn(),
    submit: vi.fn(),
    retry: vi.fn(),
    clear: vi.fn(),
    open: vi.fn(),
    pin: vi.fn(),
  };
}
