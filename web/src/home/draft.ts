/** What a person types, and the request it becomes. The limits of each field are the service's own. */

import { LIMITS } from '../api/limits.gen';
import type { Schemas } from '../api/read';
import { readNumber, visible } from './number';

export type Home = Schemas['HomeRequest'];
export type Region = Home['l2'];

/** Fields that are a number, in the order of the page. */
export const SURFACES = ['surface_covered', 'surface_total'] as const;
export const COUNTS = ['rooms', 'bedrooms', 'bathrooms', 'garage', 'age'] as const;
export const AMENITIES = ['pool', 'gym', 'terrace', 'storage'] as const;
export type Amenity = (typeof AMENITIES)[number];
export const NUMBERS = [...SURFACES, ...COUNTS] as const satisfies readonly (keyof Home)[];
export type SurfaceName = (typeof SURFACES)[number];
export type CountName = (typeof COUNTS)[number];
export type NumberName = (typeof NUMBERS)[number];

/** Everything that a question holds: these are also the names in the address of the page. */
export const NAMES = ['l2', 'locality', 'lat', 'lon', 'property_type', ...NUMBERS, 'amenities'] as const satisfies readonly (keyof Home)[];
export type Name = (typeof NAMES)[number];

/** What a fault can be said of: the place is one field, whatever it consists of. */
export type FieldName = 'place' | Exclude<Name, 'l2' | 'locality' | 'lat' | 'lon'>;
export const FIELDS: readonly FieldName[] = ['place', 'property_type', ...NUMBERS, 'amenities'];

/** Texts, as typed; amenities with commas between them. `place` is what was typed where no place has been found for it yet: then `l2` is empty. */
export type Draft = Readonly<Record<Name | 'place', string>>;

export type Mistake =
  | { readonly kind: 'place' | 'surface' | 'number' | 'whole' }
  | { readonly kind: 'limits'; readonly low: number; readonly high: number };
export type Mistakes = Readonly<Partial<Record<FieldName, Mistake>>>;
export type Checked = { readonly home: Home } | { readonly mistakes: Mistakes };

export const EMPTY: Draft = {
  place: '',
  l2: '',
  locality: '',
  lat: '',
  lon: '',
  property_type: '',
  surface_covered: '',
  surface_total: '',
  rooms: '',
  bedrooms: '',
  bathrooms: '',
  garage: '',
  age: '',
  amenities: '',
};

export interface Spot {
  readonly l2: Region;
  readonly locality?: string | undefined;
  readonly point?: { readonly lat: number; readonly lon: number } | undefined;
}

/** The draft at another place; what was typed of the former one goes. */
export function at(draft: Draft, { l2, locality = '', point }: Spot): Draft {
  const [lat, lon] = point ? [point.lat.toFixed(4), point.lon.toFixed(4)] : ['', ''];
  return { ...draft, place: '', l2, locality, lat, lon };
}

export function typedPlace(draft: Draft, place: string): Draft {
  return { ...draft, place, l2: '', locality: '', lat: '', lon: '' };
}

/** The request for this draft, or what is wrong with it. */
export function check(draft: Draft): Checked {
  const mistakes = findMistakes(draft);
  return Object.keys(mistakes).length > 0 ? { mistakes } : { home: toHome(draft) };
}

function findMistakes(draft: Draft): Mistakes {
  const numbers = NUMBERS.map((name) => [name, numberMistake(name, draft[name])] as const);
  const found: (readonly [FieldName, Mistake | undefined])[] = [
    ['place', draft.l2 ? undefined : { kind: 'place' }],
    ['surface_covered', SURFACES.some((name) => draft[name].trim()) ? undefined : { kind: 'surface' }],
    ...numbers.filter(([, mistake]) => mistake),
  ];
  return Object.fromEntries(found.filter(([, mistake]) => mistake));
}

function numberMistake(name: NumberName, text: string): Mistake | undefined {
  if (!text.trim()) return undefined;
  const value = readNumber(text);
  const { low, high } = LIMITS[name];
  if (value === undefined) return { kind: 'number' };
  if (isCount(name) && !Number.isInteger(value)) return { kind: 'whole' };
  return value < low || value > high ? { kind: 'limits', low, high } : undefined;
}

const isCount = (name: NumberName) => (COUNTS as readonly NumberName[]).includes(name);

/** Only what was given is sent. */
export function toHome(draft: Draft): Home {
  const { l2, locality, property_type, lat, lon } = draft;
  const point = lat && lon ? { lat: Number(lat), lon: Number(lon) } : {};
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, readNumber(draft[name])]));
  const had = amenitiesOf(draft);
  const amenities = had.length > 0 ? had : undefined;
  const given = Object.entries<unknown>({ l2, locality, property_type, ...point, ...numbers, amenities });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== '')) as Home;
}

export function amenitiesOf({ amenities }: Draft): readonly Amenity[] {
  return AMENITIES.filter((name) => amenities.split(',').includes(name));
}

/** With this amenity, or without it. */
export function toggled(draft: Draft, amenity: Amenity): Draft {
  const had = amenitiesOf(draft);
  const has = AMENITIES.filter((name) => had.includes(name) !== (name === amenity));
  return { ...draft, amenities: has.join(',') };
}

/** The draft that would ask for this home. */
export function fromHome(home: Home): Draft {
  const given = NAMES.map((name) => [name, home[name]] as const).filter(([, value]) => value != null);
  return { ...EMPTY, ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])) };
}

/** One home, one text: the key under which its price is kept. */
export function keyOf(home: Home): string {
  return toQuery(fromHome(home));
}

/** The question as the address of the page holds it. */
export function toQuery(draft: Draft): string {
  return new URLSearchParams(NAMES.filter((name) => draft[name]).map((name) => [name, draft[name]])).toString();
}

export function fromQuery(query: string): Draft {
  const params = new URLSearchParams(query);
  const given = NAMES.map((name) => [name, visible(params.get(name) ?? '').trim().slice(0, 100)] as const);
  return { ...EMPTY, ...Object.fromEntries(given) };
}
