import { describe, expect, it } from 'vitest';

import { PLACES } from '../test/answers';
import { editsWithin } from './edits';
import { fold, nearest, readPlaces, REGIONS, resolve, search } from './places';

const places = readPlaces(PLACES);
const names = (text: string, limit = 5) => search(places, text, limit).map(({ l2, locality }) => locality ?? l2);
const meant = (text: string) => {
  const found = resolve(places, text);
  return found && `${found.locality ?? '*'}, ${found.l2}`;
};

describe('the list of places', () => {
  it('has every region as a place, also when the list itself did not come', () => {
    expect(readPlaces(undefined).map(({ l2 }) => l2)).toEqual(REGIONS);
    expect(REGIONS).toHaveLength(10);
  });

  it('leaves out what it does not understand', () => {
    const odd = [['Palermo', 9, 1], 'x', [5, 0, 1], ['Tigre', 0], ['Boca', 0, 'many', -34, 'east']];
    const read = readPlaces({ regions: ['Mendoza'], places: odd }).filter(({ locality }) => locality);
    expect(read.map(({ locality, count, point }) => [locality, count, point])).toEqual([
      ['Tigre', 0, undefined],
      ['Boca', 0, undefined],
    ]);
  });

  it('keeps where a place is', () => {
    expect(places[0]).toMatchObject({ locality: 'Palermo', count: 6_746, point: { lat: -34.583, lon: -58.423 } });
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
    expect(search(places, 'san isidro', 5).map(({ l2 }) => l2)).toEqual(['Bs.As. G.B.A. Zona Norte', 'Mendoza']);
  });

  it('a region alone does not bring all of its places', () => {
    expect(names('capital federal')).toEqual(['Capital Federal']);
    expect(names('caba')).toEqual(['Capital Federal']);
  });

  it('no more than asked for', () => {
    expect(names('', 4)).toHaveLength(4);
  });

  it('what fits nothing finds nothing', () => {
    expect(names('macondo')).toEqual([]);
    expect(names('palermo macondo')).toEqual([]);
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
    expect(nearest(places, -34.5836, -58.4231)?.locality).toBe('Palermo');
    expect(nearest(places, -32.9, -68.9)?.locality).toBe('Godoy Cruz');
    const two = readPlaces({ regions: ['Mendoza'], places: [['North', 0, 1, -59, -60], ['East', 0, 1, -60, -58.5]] });
    expect(nearest(two, -60, -60)?.locality).toBe('East');
  });

  it('is none without a list', () => {
    expect(nearest(readPlaces(undefined), -34, -58)).toBeUndefined();
  });
});
