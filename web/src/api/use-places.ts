/** What GET /places offers, once it does; the built-in names until then. */

import { useEffect, useState } from 'react';

import { fetchPlaces } from './client';
import { BUILT_IN } from './places';
import type { Places } from './places';

export function usePlaces(): Places {
  const [places, setPlaces] = useState(BUILT_IN);
  useEffect(() => {
    const controller = new AbortController();
    // Suggestions are a help, not a need: without them the locality is typed freely.
    fetchPlaces(controller.signal).then(setPlaces, () => undefined);
    return () => {
      controller.abort();
    };
  }, []);
  return places;
}
