/** The list of places, apart from the question: when it comes, nothing is drawn anew but what shows places. */

import { fetchFile } from '../api/client';
import { readPlaces } from '../places/places';
import type { Place } from '../places/places';
import { createStore } from './store';
import type { Readable } from './store';

export interface KnownPlaces {
  readonly state: 'absent' | 'here' | 'failed';
  readonly places: readonly Place[];
}

export interface PlacesStore extends Readable<KnownPlaces> {
  /** Once at a time: while the list is on its way, and when it is here, asking again changes nothing. */
  readonly load: () => void;
}

export const NO_PLACES: KnownPlaces = { state: 'absent', places: [] };

export function createPlaces(url: string): PlacesStore {
  const { get, set, subscribe } = createStore(NO_PLACES);
  let isOnItsWay = false;
  const load = async () => {
    if (isOnItsWay || get().state === 'here') return;
    isOnItsWay = true;
    try {
      set({ state: 'here', places: readPlaces(await fetchFile(url)) });
    } catch {
      // The regions are known without the list; it is asked for again when somebody types.
      set({ state: 'failed', places: readPlaces(undefined) });
    } finally {
      isOnItsWay = false;
    }
  };
  return { get, subscribe, load: () => void load() };
}
