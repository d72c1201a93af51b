/** The places that the service knows, and how a person finds one by typing. */

import { asList, asNumber, asObject, asText } from './read';
import type { Schemas } from './read';

export interface Place {
  readonly l2: string;
  readonly name: string;
  readonly count: number | undefined;
}

export interface Places {
  readonly regions: readonly string[];
  readonly types: readonly string[];
  readonly places: readonly Place[];
}

/** Known without asking, so that the form works before GET /places answers, or if it never does. */
export const BUILT_IN: Places = {
  regions: [
    'Capital Federal',
    'Bs.As. G.B.A. Zona Norte',
    'Bs.As. G.B.A. Zona Oeste',
    'Bs.As. G.B.A. Zona Sur',
    'Buenos Aires Interior',
    'Córdoba',
    'Santa Fe',
    'Otros',
  ],
  types: ['Departamento', 'Casa', 'PH', 'Otros'],
  places: [],
};

const OTHERS = 'Otros';

/** The built-in names, and those that the service adds; "Otros" stays last. */
export function readPlaces(body: unknown): Places {
  const answer = asObject<Schemas['Places']>(body);
  const places = asList(answer?.places, readPlace);
  const regions = [...asList(answer?.l2, asText), ...places.map(({ l2 }) => l2)];
  return {
    regions: merge(BUILT_IN.regions, regions),
    types: merge(BUILT_IN.types, asList(answer?.property_types, asText)),
    places: [...places].sort((one, other) => (other.count ?? 0) - (one.count ?? 0)),
  };
}

function readPlace(item: unknown): Place | undefined {
  const place = asObject<Schemas['Place']>(item);
  const l2 = asText(place?.l2);
  const name = asText(place?.name);
  return l2 && name ? { l2, name, count: asNumber(place?.count) } : undefined;
}

function merge(known: readonly string[], offered: readonly string[]): readonly string[] {
  const names = new Set([...known, ...offered].filter((name) => name !== OTHERS));
  return [...names, OTHERS];
}

/** Without case, accents and marks: what people leave out when they type. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Places of the region (of any, if none is chosen) that hold the text: those that begin with it first. */
export function suggest(places: readonly Place[], region: string, text: string, limit: number): readonly Place[] {
  const wanted = fold(text);
  const inRegion = places.filter((place) => !region || place.l2 === region);
  const matching = inRegion.filter((place) => fold(place.name).includes(wanted));
  const [first, rest] = [true, false].map((begins) =>
    matching.filter((place) => fold(place.name).startsWith(wanted) === begins),
  );
  return [...(first ?? []), ...(rest ?? [])].slice(0, limit);
}

export function findPlace(places: readonly Place[], region: string, name: string): Place | undefined {
  const wanted = fold(name);
  return places.find((place) => place.l2 === region && fold(place.name) === wanted);
}
