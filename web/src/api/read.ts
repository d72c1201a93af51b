/**
 * Small readers of JSON from outside: the value if it is what it should be, else undefined.
 *
 * Nothing that was sent is trusted, but its names are: they are those of the generated schema, so that a field
 * renamed in the service does not compile here.
 */

import type { components } from './schema.gen';

export type Schemas = components['schemas'];

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
