import { describe, expect, it } from 'vitest';

import type { Place } from '../places/places';
import { toPoint } from './hexagons';
import type { Area, Spot } from './hexagons';
import { isWithin, LETTERS_ACROSS, namesIn } from './view';

const AREA: Area = { name: 'Buenos Aires', middle: [-34.6, -58.4], cells: [] };
const VIEW = { centre: { x: 3, y: -2 }, width: 26 }; // a letter is a kilometre high
const place = (locality: string, spot: Spot): Place => ({
  l2: 'Capital Federal',
  locality,
  count: 1,
  point: toPoint(AREA, spot),
  others: [],
});
const FAR = { x: 100, y: 100 };
const names = (...places: readonly Place[]) => namesIn(AREA, places, VIEW, FAR);

describe('the names on the map', () => {
  it('stand on their places', () => {
    const [name] = names(place('Palermo', { x: 4, y: 1 }));
    expect(name).toMatchObject({ name: 'Palermo' });
    expect(name?.x).toBeCloseTo(4);
    expect(name?.y).toBeCloseTo(1);
  });

  it.each([
    ['left', { x: -9.9, y: 0 }],
    ['right', { x: 15.9, y: 0 }],
    ['top', { x: 3, y: -11.7 }],
    ['bottom', { x: 3, y: 7.7 }],
  ])('are whole at the edge: %s', (_, spot) => {
    const [{ x, y } = { x: NaN, y: NaN }] = names(place('Villa Ballester', spot));
    const half = (15 * 0.58) / 2;
    expect(x - half).toBeGreaterThan(-10);
    expect(x + half).toBeLessThan(16);
    expect(y - VIEW.width / LETTERS_ACROSS).toBeGreaterThan(-11.75);
    expect(y).toBeLessThan(7.75);
  });

  it('are of the places in view alone, and of those that have a name and a point', () => {
    expect(names(place('Tigre', { x: 16.1, y: 0 }), { ...place('', { x: 0, y: 0 }), locality: undefined })).toEqual([]);
    expect(names({ ...place('Boedo', { x: 0, y: 0 }), point: undefined })).toEqual([]);
  });

  it('do not fall on one another: the first one stays', () => {
    const two = (apart: Spot) => names(place('Palermo', { x: 0, y: 0 }), place('Colegiales', apart)).map(({ name }) => name);
    expect(two({ x: 1, y: 1 })).toEqual(['Palermo']);
    expect(two({ x: 5, y: 0 })).toEqual(['Palermo']);
    expect(two({ x: 6, y: 0 })).toEqual(['Palermo', 'Colegiales']);
    expect(two({ x: 0, y: 1.4 })).toEqual(['Palermo', 'Colegiales']);
  });

  it.each([
    ['at the cursor', { x: 2, y: 0 }, { x: 2, y: -1.1 }],
    ['a little below it', { x: 2, y: 1 }, { x: 2, y: 2.1 }],
    ['beside it, as far as its letters reach', { x: 4.8, y: 0 }, { x: 4.8, y: -1.1 }],
    ['beside it, out of reach', { x: 4.9, y: 0 }, { x: 4.9, y: 0 }],
    ['a line above it', { x: 2, y: -1.2 }, { x: 2, y: -1.2 }],
    ['a line below it', { x: 2, y: 2.2 }, { x: 2, y: 2.2 }],
  ])('are clear of the cursor: %s', (_, spot, drawn) => {
    const [name] = namesIn(AREA, [place('Retiro', spot)], VIEW, { x: 2, y: 0 });
    expect(name?.x).toBeCloseTo(drawn.x);
    expect(name?.y).toBeCloseTo(drawn.y);
  });

  it('go to the side of the cursor that is in view', () => {
    const [top] = namesIn(AREA, [place('Retiro', { x: 2, y: -10.7 })], VIEW, { x: 2, y: -10.5 });
    expect(top?.y).toBeCloseTo(-8.4);
    const [bottom] = namesIn(AREA, [place('Retiro', { x: 2, y: 7.2 })], VIEW, { x: 2, y: 6.5 });
    expect(bottom?.y).toBeCloseTo(5.4);
  });

  it('are fourteen at most', () => {
    const many = Array.from({ length: 20 }, (_, row) => place(`P${row}`, { x: -8 + 4 * (row % 5), y: -8 + 4 * Math.floor(row / 5) }));
    expect(names(...many)).toHaveLength(14);
  });
});

it('a spot is within a view up to its edges', () => {
  expect(isWithin({ x: 15.9, y: 7.7 }, VIEW)).toBe(true);
  expect(isWithin({ x: 16.1, y: 0 }, VIEW)).toBe(false);
  expect(isWithin({ x: 3, y: 7.8 }, VIEW)).toBe(false);
  expect(isWithin({ x: -10.1, y: 0 }, VIEW)).toBe(false);
});
