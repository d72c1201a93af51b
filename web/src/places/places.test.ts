import { describe, expect, it } from 'vitest';

import { PLACES } from '../test/answers';
import { editsWithin } from './edits';
import { fold, nearest, readPlaces, REGIONS, resolve, search } from './places';
import type { Place } from './places';

/** Read in each test, so that a fault of reading is seen by the test that it spoils. */
const all = () => readPlaces(PLACES);
const listed = (...places: readonly (readonly [name: string, adverts: number, ...rest: unknown[]])[]) =>
  readPlaces({ regions: ['Mendoza'], places: places.map(([name, count, ...rest]) => [name, 0, count, ...rest]) });
const order = (places: readonly Place[], text: string, limit = 9) =>
  search(places, text, limit).flatMap(({ locality }) => locality ?? []);
const names = (text: string, limit = 5) => search(all(), text, limit).map(({ l2, locality }) => locality ?? l2);
const meant = (text: string) => {
  const found = resolve(all(), text);
  return found && `${found.locality ?? '*'}, ${found.l2}`;
};

it('a place is found by a name that was pasted with marks that nobody sees', () => {
  expect(meant('\u200epal\u200bermo\u200f')).toBe('Palermo, Capital Federal');
});

describe('the list of places', () => {
  it('has every region as a place, also when the list itself did not come', () => {
    expect(readPlaces(undefined).map(({ l2 }) => l2)).toEqual(REGIONS);
    expect(REGIONS).toHaveLength(10);
  });

  it('leaves out what it does not understand', () => {
    const odd = [['Palermo', 9, 1], 'x', null, [5, 0, 1], ['Tigre', 0], ['Boca', 0, 'many', -34, 'east']];
    const read = readPlaces({ regions: ['Mendoza'], places: odd }).filter(({ locality }) => locality);
    expect(read.map(({ locality, count, point }) => [locality, count, point])).toEqual([
      ['Tigre', 0, undefined],
      ['Boca', 0, undefined],
    ]);
  });

  it('keeps where a place is', () => {
    expect(all()[0]).toMatchObject({ locality: 'Palermo', count: 6_746, point: { lat: -34.583, lon: -58.423 } });
  });
});

describe('finding a place', () => {
  it('without a text, those with most adverts come first', () => {
    expect(names('', 3)).toEqual(['Palermo', 'Belgrano', 'Tigre']);
    expect(names(' . ', 2)).toEqual(['Palermo', 'Belgrano']);
  });

  it('a whole name goes before the beginning of others', () => {
    expect(names('boca')).toEqual(['Boca']);
    expect(names('b')[0]).toBe('Belgrano');
  });

  it('a place is found by its other names, a little after one that is called so', () => {
    expect(names('chino')).toEqual(['Belgrano']);
    const called = readPlaces({ regions: ['Mendoza'], places: [['Plaza', 0, 9, 0, 0, ['Madero']], ['Madero', 0, 1]] });
    expect(search(called, 'madero', 2).map(({ locality }) => locality)).toEqual(['Madero', 'Plaza']);
  });

  it('the more adverts the higher, between names that fit alike', () => {
    expect(search(all(), 'san isidro', 5).map(({ l2 }) => l2)).toEqual(['Bs.As. G.B.A. Zona Norte', 'Mendoza']);
  });

  it('a region alone does not bring all of its places', () => {
    expect(names('capital federal')).toEqual(['Capital Federal']);
    expect(names('caba')).toEqual(['Capital Federal']);
  });

  it('a province without a region of its own is of the other provinces', () => {
    const regions = readPlaces({ regions: ['Otros'], places: [['Tafí Viejo', 0, 3, 0, 0], ['Santa Rosa', 0, 2, 0, 0]] });
    const found = (text: string) => search(regions, text, 3).map(({ l2, locality }) => locality ?? l2);
    for (const name of ['Tucumán', 'salta', 'Tierra del Fuego', 'río negro']) expect(found(name)[0]).toBe('Otros');
    expect(found('tafi viejo, tucuman')).toEqual(['Tafí Viejo']);
  });

  it('no more than asked for', () => {
    expect(names('', 4)).toHaveLength(4);
  });

  it('what fits nothing finds nothing', () => {
    expect(names('macondo')).toEqual([]);
    expect(names('palermo macondo')).toEqual([]);
  });
});

describe('of two places', () => {
  it('the one said in full goes first, then those that hold the word by their adverts', () => {
    const found = order(listed(['Luro Sur', 800], ['Villa Luro', 900], ['Luro', 1]), 'luro');
    expect(found).toEqual(['Luro', 'Villa Luro', 'Luro Sur']);
  });

  it('a whole word goes before a beginning, and that before a slip', () => {
    expect(order(listed(['Lura', 900], ['Luron', 800], ['Luro Sur', 1]), 'luro')).toEqual(['Luro Sur', 'Luron', 'Lura']);
  });

  it('the shorter name goes first where all else is alike', () => {
    expect(order(listed(['Luro de Arriba Sur', 900], ['Luro Sur', 1]), 'luro')).toEqual(['Luro Sur', 'Luro de Arriba Sur']);
  });

  it('articles are no part of a name said in full', () => {
    expect(order(listed(['Villa Parque Chas', 900], ['Villa del Parque', 1]), 'villa parque')[0]).toBe('Villa del Parque');
    expect(order(listed(['La Paz', 9], ['Boca', 1]), 'la boca')).toEqual(['Boca']);
    expect(order(listed(['La Paz', 9], ['Boca', 1]), 'la')).toEqual(['La Paz']);
  });

  it('no more are shown than asked for', () => {
    expect(order(listed(['Villa A', 3], ['Villa B', 2], ['Villa C', 1]), 'villa', 2)).toEqual(['Villa A', 'Villa B']);
  });
});

describe('what is typed', () => {
  it.each([
    ['Luro', 'luri', true],
    ['Lur', 'lxr', false],
    ['Palermo', 'kalermo', true],
    ['Palermo', 'kalermi', false],
    ['Caballito', 'kaballit', true],
    ['Caballito', 'kabalit', false],
    ['Belgrano', 'belgrano x', true],
    ['Belgrano', 'belgrano xx', false],
    ['Belgrano', 'x', false],
    ['Villa Crespo', 'v.crespo', true],
    ['Monte Crespo', 'v.crespo', false],
    ['General Paz', 'gral.paz', true],
    ['General Paz', 'gral. paz', true],
    ['Boca', 'mendoza', false],
    ['Boca', 'boca mendoza', true],
  ])('%s is found by "%s": %s', (name, text, found) => {
    expect(order(listed([name, 1]), text)).toEqual(found ? [name] : []);
  });
});

describe('a place that was typed and not picked', () => {
  it.each([
    ['palermo', 'Palermo, Capital Federal'],
    ['Palermo, Capital Federal', 'Palermo, Capital Federal'],
    ['palermo caba', 'Palermo, Capital Federal'],
    ['NUNEZ', 'Núñez, Capital Federal'],
    ['v. crespo', 'Villa Crespo, Capital Federal'],
    ['V.Crespo', 'Villa Crespo, Capital Federal'],
    ['villa cresp', 'Villa Crespo, Capital Federal'],
    ['palemro', 'Palermo, Capital Federal'],
    ['belgarno', 'Belgrano, Capital Federal'],
    ['Belgrano R', 'Belgrano, Capital Federal'],
    ['La Boca', 'Boca, Capital Federal'],
    ['barrio chino', 'Belgrano, Capital Federal'],
    ['el barrio chino', 'Belgrano, Capital Federal'],
    ['godoy cruz mendoza', 'Godoy Cruz, Mendoza'],
    ['san isidro mendoza', 'San Isidro, Mendoza'],
    ['gba norte', '*, Bs.As. G.B.A. Zona Norte'],
    ['mendoza', '*, Mendoza'],
    ['Capital Federal', '*, Capital Federal'],
  ])('%s means %s', (text, place) => {
    expect(meant(text)).toBe(place);
  });

  it.each(['', '  ', 'macondo', 'x', 'san isidro'])('"%s" is not guessed at', (text) => {
    expect(meant(text)).toBeUndefined();
  });
});

describe('a name that two places share', () => {
  const shared = (first: number, second: number) =>
    readPlaces({ regions: ['Mendoza', 'Santa Fe'], places: [['San Juan', 0, first], ['San Juan', 1, second]] });

  it('means the one with five times the adverts', () => {
    expect(resolve(shared(500, 100), 'san juan')?.l2).toBe('Mendoza');
    expect(resolve(shared(499, 100), 'san juan')).toBeUndefined();
  });

  it('means neither while it is not said in full', () => {
    expect(resolve(listed(['Villa A', 900], ['Villa B', 1]), 'villa')).toBeUndefined();
  });

  it('is that of the better fit, whatever the adverts', () => {
    expect(resolve(listed(['Villa Luro', 900], ['Luro', 1]), 'luro')?.locality).toBe('Luro');
  });
});

describe('words a slip apart', () => {
  it.each([
    ['palermo', 'palermo', 0, true],
    ['palermo', 'palemro', 1, true],
    ['palermo', 'palemo', 1, true],
    ['palermo', 'paleermo', 1, true],
    ['palermo', 'pelermo', 1, true],
    ['palermo', 'pelemo', 1, false],
    ['palermo', 'pelemo', 2, true],
    ['abc', 'cab', 1, false],
    ['', 'ab', 1, false],
    ['ab', 'ba', 1, true],
    ['abcdef', 'abcdefgh', 1, false],
  ])('%s and %s within %d: %s', (one, other, most, expected) => {
    expect(editsWithin(one, other, most)).toBe(expected);
    expect(editsWithin(other, one, most)).toBe(expected);
  });
});

it('folding leaves letters and figures', () => {
  expect(fold('  Núñez (Bs.As.) 2 ')).toBe('nunez bs as 2');
});

describe('the place of a point', () => {
  it('is the nearest centre, an east degree being shorter than a north one', () => {
    expect(nearest(all(), -34.5836, -58.4231)?.locality).toBe('Palermo');
    expect(nearest(all(), -32.9, -68.9)?.locality).toBe('Godoy Cruz');
    const two = readPlaces({ regions: ['Mendoza'], places: [['North', 0, 1, -59, -60], ['East', 0, 1, -60, -58.5]] });
    expect(nearest(two, -60, -60)?.locality).toBe('East');
  });

  it('is the first of two at the same spot, and none that has no centre', () => {
    expect(nearest(listed(['A', 1, -33, -68], ['B', 9, -33, -68]), -33, -68)?.locality).toBe('A');
    expect(nearest(listed(['A', 1]), -33, -68)).toBeUndefined();
    expect(nearest(listed(['A', 1, -33]), -33, -68)).toBeUndefined();
  });

  it('is none without a list', () => {
    expect(nearest(readPlaces(undefined), -34, -58)).toBeUndefined();
  });
});
