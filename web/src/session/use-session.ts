/** The session in React. */

import { createContext, useContext, useSyncExternalStore } from 'react';

import { NO_PLACES } from './known-places';
import type { KnownPlaces } from './known-places';
import { createSession } from './session';
import type { Session } from './session';
import { INITIAL } from './state';
import type { State } from './state';

export const SessionContext = createContext<Session>(createSession(''));

export function useSession(): readonly [State, Session] {
  const session = useContext(SessionContext);
  // The prerendered page knows nothing of its reader: React begins with that, and goes on with what is so.
  const state = useSyncExternalStore(session.subscribe, session.get, () => INITIAL);
  return [state, session];
}

export function usePlaces(): KnownPlaces {
  const { places } = useContext(SessionContext);
  return useSyncExternalStore(places.subscribe, places.get, () => NO_PLACES);
}
