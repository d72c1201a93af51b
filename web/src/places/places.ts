/** The places of the country: how the site's own list is read, and how a person finds one by typing. */

import { asList, asNumber, asObject, asText } from '../api/read';
import type { Region } from '../home/draft';
import { visible } from '../home/number';
import { editsWithin } from './edits';

export interface Place {
  readonly l2: Region;
  /** Absent where the place is the whole region. */
  readonly locality: string | undefined;
  readonly count: number;
  readonly point: { readonly lat: number; readonly lon: number } | undefined;
  /** What else it is called: La Boca, MDQ. */
  readonly others: readonly string[];
}

/** How people call a region, beside its name in the language of the page. */
const REGION_WORDS: Readonly<Record<Region, string>> = {
  'Capital Federal': 'capital federal caba ciudad autonoma de buenos aires',
  'Bs.As. G.B.A. Zona Norte': 'bs as buenos aires gba gran zona norte',
  'Bs.As. G.B.A. Zona Oeste': 'bs as buenos aires gba gran zona oeste',
  'Bs.As. G.B.A. Zona Sur': 'bs as buenos aires gba gran zona sur',
  'Buenos Aires Interior': 'provincia de buenos aires interior',
  'Buenos Aires Costa Atlántica': 'provincia de buenos aires costa atlantica',
  Córdoba: 'cordoba',
  Mendoza: 'mendoza',
  'Santa Fe': 'santa fe',
  Otros:
    'otra provincia catamarca chaco chubut corrientes entre rios formosa jujuy la rioja la pampa misiones neuquen rio negro ' +
    'salta san juan san luis santa cruz santiago del estero tierra del fuego tucuman',
};
const ABBREVIATED: Readonly<Record<string, string>> = {
  v: 'villa',
  va: 'villa',
  pque: 'parque',
  pq: 'parque',
  gral: 'general',
  sta: 'santa',
  sto: 'santo',
  s: 'san',
  cap: 'capital',
  fed: 'federal',
};
const FILLING = new Set(['la', 'el', 'los', 'las', 'de', 'del', 'barrio', 'en', 'y']);

export const REGIONS = Object.keys(REGION_WORDS) as Region[];
const WHOLE_REGIONS: readonly Place[] = REGIONS.map((l2) => ({
  l2,
  locality: undefined,
  count: 0,
  point: undefined,
  others: [],
}));

/** Without case, accents and marks: what people leave out when they type. */
export function fold(text: string): string {
  const plain = visible(text).normalize('NFKD').replace(/\p{Diacritic}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** `{regions: [name], places: [[name, region, adverts, lat, lon, [other name]?]]}`, as training writes it; what is odd is left out. */
export function readPlaces(body: unknown): readonly Place[] {
  const file = asObject<{ regions: unknown; places: unknown }>(body);
  const regions = asList(file?.regions, asText);
  const localities = asList(file?.places, (row) => readPlace(row, regions));
  return [...localities, ...WHOLE_REGIONS];
}

function readPlace(row: unknown, regions: readonly string[]): Place | undefined {
  if (!Array.isArray(row)) return undefined;
  const [name, region, count, lat, lon, others] = row as readonly unknown[];
  const l2 = REGIONS.find((one) => one === regions[asNumber(region) ?? -1]);
  const [locality, north, east] = [asText(name), asNumber(lat), asNumber(lon)];
  if (!l2 || !locality) return undefined;
  const point = north !== undefined && east !== undefined ? { lat: north, lon: east } : undefined;
  return { l2, locality, count: asNumber(count) ?? 0, point, others: asList(others, asText) };
}

/** The best first: by how well the words fit, then by how much is known of the place. */
export function search(places: readonly Place[], text: string, limit: number): readonly Place[] {
  const wanted = words(text);
  if (wanted.length === 0) return popular(places, limit);
  const fits = places.map((one) => ({ one, fit: fitness(one, wanted) })).filter(({ fit }) => fit > 0);
  fits.sort((a, b) => b.fit - a.fit || b.one.count - a.one.count);
  return fits.slice(0, limit).map(({ one }) => one);
}

/** The one place that this text means, or none: a name that two regions share is not guessed at. */
export function resolve(places: readonly Place[], text: string): Place | undefined {
  const wanted = words(text);
  const [first, second] = search(places, text, 2);
  if (!first) return undefined;
  const alone = !second || fitness(first, wanted) > fitness(second, wanted);
  return alone || (isNamed(first, wanted) && first.count >= FAR_AHEAD * second.count) ? first : undefined;
}

const FAR_AHEAD = 5;
const isNamed = (place: Place, wanted: readonly string[]) => fitness(place, wanted) >= WHOLE;

function popular(places: readonly Place[], limit: number): readonly Place[] {
  return [...places].sort((a, b) => b.count - a.count).slice(0, limit);
}

function words(text: string): readonly string[] {
  const all = fold(text.replace(/\b([A-Za-z]+)\./g, '$1 ')).split(' ');
  const full = all.filter(Boolean).map((word) => ABBREVIATED[word] ?? word);
  const telling = full.filter((word) => !FILLING.has(word));
  return telling.length > 0 ? telling : full;
}

const WHOLE = 100;
const OTHER_NAME = 1;
const EXACT = 10;
const BEGINS = 6;
const CLOSE = 3;
const IN_REGION = 2;

/** The words of a place's names and of its region, as they are looked for. */
interface Spelling {
  readonly own: readonly string[];
  readonly others: readonly (readonly string[])[];
  readonly region: readonly string[];
}

/** Spelt when first searched, and once: a thousand names are too many to fold while the page starts. */
const SPELLINGS = new WeakMap<Place, Spelling>();

function spellingOf(place: Place): Spelling {
  const known = SPELLINGS.get(place);
  if (known) return known;
  const region = REGION_WORDS[place.l2].split(' ');
  const own = place.locality ? fold(place.locality).split(' ') : region;
  const spelling = { own, region, others: place.others.map((other) => fold(other).split(' ')) };
  SPELLINGS.set(place, spelling);
  return spelling;
}

/** 0 where a word fits nothing. By another name a place is found a little after one that is called so. */
function fitness(place: Place, wanted: readonly string[]): number {
  const { own, others, region } = spellingOf(place);
  const byOthers = others.map((other) => nameFitness(other, region, wanted) - OTHER_NAME);
  return Math.max(nameFitness(own, region, wanted), ...byOthers);
}

/** A name said in full is worth more than any number of beginnings. */
function nameFitness(own: readonly string[], regionWords: readonly string[], wanted: readonly string[]): number {
  const points = wanted.map((word) => wordFitness(word, own, regionWords));
  if (points.some((fit, index) => fit === 0 && (wanted[index] ?? '').length > 1)) return 0;
  if (!points.some((fit) => fit > IN_REGION)) return 0;
  const named = own.filter((word) => !FILLING.has(word)).every((word) => wanted.includes(word));
  return points.reduce((sum, fit) => sum + fit, named ? WHOLE : 0) - own.length / 10;
}

function wordFitness(word: string, own: readonly string[], region: readonly string[]): number {
  if (own.includes(word)) return EXACT;
  if (own.some((one) => one.startsWith(word))) return BEGINS;
  if (region.includes(word)) return IN_REGION;
  return own.some((one) => editsWithin(word, one, slips(word))) ? CLOSE : 0;
}

/** How many slips of the finger a word of this length forgives. */
function slips(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The locality whose centre is nearest to this point. */
export function nearest(places: readonly Place[], lat: number, lon: number): Place | undefined {
  const east = Math.cos((lat * Math.PI) / 180);
  const far = ({ point }: Place) => (point ? Math.hypot(point.lat - lat, (point.lon - lon) * east) : Infinity);
  const known = places.filter(({ locality, point }) => locality && point);
  return known.reduce<Place | undefined>((best, one) => (best && far(best) <= far(one) ? best : one), undefined);
}
