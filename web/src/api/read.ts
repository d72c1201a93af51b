/**
 * Small readers of JSON from outside: the value if it is what it should be, else undefined.
 *
 * Nothing that was sent is trusted, but its names are: they are those of the generated schema, so that a field
 * renamed in the service does not compile here.
 */

import type { components } from './schema.gen';

/** What the service will say of a price beside what its schema has today. */
interface Coming {
  readonly nivel: { readonly fecha: string; readonly fuente: string | null };
  readonly historia: readonly Coming['YearPrice'][];
  readonly YearPrice: { readonly anio: number; readonly precio: number; readonly bajo: number; readonly alto: number };
}
type Known = components['schemas'];
export type Schemas = Omit<Known, 'Price' | 'Comparables' | 'Notice'> & {
  Price: Omit<Known['Price'], 'comparables' | 'avisos'> &
    Pick<Coming, 'nivel' | 'historia'> & { precision: unknown; mejoras: unknown; comparables: unknown; avisos: unknown };
  Comparables: Known['Comparables'] & { cuartiles_usd_m2: unknown; anios: unknown; superficie_m2: unknown };
  Notice: Known['Notice'] & { campo: unknown };
  Level: Coming['nivel'];
  YearPrice: Coming['YearPrice'];
  Accuracy: { error_mediano_pct: unknown; lugar: unknown; tipo: unknown };
  Gain: { campo: unknown; puntos: unknown };
};

/** An object that should be a `Shape`: its names, with nothing known of its values. */
export type Unread<Shape extends object> = Readonly<Partial<Record<keyof Shape, unknown>>>;

export function asObject<Shape extends object>(value: unknown): Unread<Shape> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Unread<Shape>) : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

/** The items that `read` understands; an item that it does not is left out. */
export function asList<Item>(value: unknown, read: (item: unknown) => Item | undefined): readonly Item[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((item): item is Item => item !== undefined);
}
