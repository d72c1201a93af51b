/** The part of an area that is seen, and the names that are written on it. */

import type { Place } from '../places/places';
import { toSpot } from './hexagons';
import type { Area, Spot } from './hexagons';

export interface View {
  readonly centre: Spot;
  /** How many kilometres it shows from side to side. */
  readonly width: number;
}

/** How high a picture is for its width. */
export const SHAPE = 0.75;
/** The height of a letter, in widths of the view. */
export const LETTERS_ACROSS = 26;
const NAMED = 14;
/** In heights of a letter: how wide it is on average, how far from the edge it stays, and one line from the next. */
const LETTER = 0.58;
const EDGE = 0.4;
const LINE = 1.3;
/** How far the cursor's ring reaches, in heights of a letter. */
export const RING = 0.7;

export interface Name extends Spot {
  readonly name: string;
}

export function isWithin({ x, y }: Spot, { centre, width }: View): boolean {
  return Math.abs(x - centre.x) < width / 2 && Math.abs(y - centre.y) < (width * SHAPE) / 2;
}

/** Of the places in view those with most adverts: each name whole, none on another and none under the cursor. */
export function namesIn(area: Area, places: readonly Place[], view: View, cursor: Spot): readonly Name[] {
  const size = view.width / LETTERS_ACROSS;
  const shown: Name[] = [];
  for (const { locality, point } of places) {
    if (shown.length >= NAMED || !locality || !point) continue;
    const spot = toSpot(area, point.lat, point.lon);
    if (!isWithin(spot, view)) continue;
    const length = lengthOf(locality, size);
    const name = { name: locality, ...clearOf(cursor, movedIn(spot, length, size, view), length, size, view) };
    if (shown.every((other) => areApart(name, other, size))) shown.push(name);
  }
  return shown;
}

const lengthOf = (name: string, size: number) => name.length * LETTER * size;

function areApart(one: Name, other: Name, size: number): boolean {
  const between = (lengthOf(one.name, size) + lengthOf(other.name, size)) / 2 + size * EDGE;
  return Math.abs(one.y - other.y) > size * LINE || Math.abs(one.x - other.x) > between;
}

/** A name is centred on its place and stands on its line. */
function movedIn({ x, y }: Spot, length: number, size: number, { centre, width }: View): Spot {
  const [across, down] = [width / 2 - length / 2 - EDGE * size, (width * SHAPE) / 2 - EDGE * size];
  return {
    x: between(centre.x - across, x, centre.x + across),
    y: between(centre.y - down + size, y, centre.y + down),
  };
}

/** A name under the cursor goes above or below it, to the nearer side that is in view. */
function clearOf(cursor: Spot, { x, y }: Spot, length: number, size: number, { centre, width }: View): Spot {
  const reach = (RING + EDGE) * size;
  const [above, below] = [cursor.y - reach, cursor.y + reach + size];
  if (Math.abs(x - cursor.x) >= length / 2 + reach || y <= above || y >= below) return { x, y };
  const [top, bottom] = [centre.y - (width * SHAPE) / 2, centre.y + (width * SHAPE) / 2];
  const goesUp = below > bottom || (y - size / 2 <= cursor.y && above - size >= top);
  return { x, y: goesUp ? above : below };
}

function between(low: number, value: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
