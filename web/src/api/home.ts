/** What a person types, and the request it becomes. */

import type { Schemas } from './read';

export const FIELDS = [
  'l2',
  'locality',
  'property_type',
  'surface_total',
  'surface_covered',
  'rooms',
  'bedrooms',
  'bathrooms',
] as const satisfies readonly (keyof Schemas['HomeRequest'])[];

export type FieldName = (typeof FIELDS)[number];
export type Draft = Readonly<Record<FieldName, string>>;
export type CountName = 'rooms' | 'bedrooms' | 'bathrooms';
export type SurfaceName = 'surface_total' | 'surface_covered';

export interface Home {
  readonly l2: string;
  readonly locality?: string;
  readonly property_type?: string;
  readonly surface_total?: number;
  readonly surface_covered?: number;
  readonly rooms?: number;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
}

export type Mistake = 'region' | 'surface' | 'number' | 'positive' | 'whole' | 'covered';
export type Mistakes = Readonly<Partial<Record<FieldName, Mistake>>>;
export type Checked = { readonly home: Home } | { readonly mistakes: Mistakes };

export const EMPTY: Draft = {
  l2: '',
  locality: '',
  property_type: '',
  surface_total: '',
  surface_covered: '',
  rooms: '',
  bedrooms: '',
  bathrooms: '',
};

export function withField(draft: Draft, name: FieldName, value: string): Draft {
  return { ...draft, [name]: value };
}

/**
 * A number as people write it: "1.250" is a thousand and more, "45,5" and "45.5" have a decimal.
 * A mark followed by exactly three digits groups thousands; any other mark is the decimal one.
 */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/\s|m²|m2/gi, '');
  const grouped = /^\d{1,3}([.,]\d{3})+$/.test(plain);
  const digits = grouped ? plain.replace(/[.,]/g, '') : plain.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/** The request for this draft, or what is wrong with it. Limits are the service's to know. */
export function check(draft: Draft): Checked {
  const mistakes = findMistakes(draft);
  return Object.keys(mistakes).length > 0 ? { mistakes } : { home: toHome(draft) };
}

function findMistakes(draft: Draft): Mistakes {
  const mistakes: Partial<Record<FieldName, Mistake>> = {};
  const note = (name: FieldName, mistake: Mistake | undefined) => {
    if (mistake) mistakes[name] = mistake;
  };
  note('l2', draft.l2 ? undefined : 'region');
  note('surface_total', surfaceMistake(draft.surface_total));
  note('surface_covered', surfaceMistake(draft.surface_covered) ?? coveredMistake(draft));
  if (!draft.surface_total.trim() && !draft.surface_covered.trim()) note('surface_total', 'surface');
  for (const name of ['rooms', 'bedrooms', 'bathrooms'] as const) note(name, countMistake(draft[name]));
  return mistakes;
}

function surfaceMistake(text: string): Mistake | undefined {
  if (!text.trim()) return undefined;
  const value = readNumber(text);
  if (value === undefined) return 'number';
  return value > 0 ? undefined : 'positive';
}

function coveredMistake(draft: Draft): Mistake | undefined {
  const total = readNumber(draft.surface_total);
  const covered = readNumber(draft.surface_covered);
  return total !== undefined && covered !== undefined && covered > total ? 'covered' : undefined;
}

function countMistake(text: string): Mistake | undefined {
  if (!text.trim()) return undefined;
  const value = readNumber(text);
  return value !== undefined && Number.isInteger(value) && value >= 0 ? undefined : 'whole';
}

function toHome(draft: Draft): Home {
  const texts = { locality: draft.locality.trim(), property_type: draft.property_type };
  const numbers = {
    surface_total: readNumber(draft.surface_total),
    surface_covered: readNumber(draft.surface_covered),
    rooms: readNumber(draft.rooms),
    bedrooms: readNumber(draft.bedrooms),
    bathrooms: readNumber(draft.bathrooms),
  };
  const given = Object.entries({ ...texts, ...numbers }).filter(([, value]) => value !== undefined && value !== '');
  return { l2: draft.l2, ...Object.fromEntries(given) };
}
