import { describe, expect, it } from 'vitest';

import { PLACES } from '../test/answers';
import { BUILT_IN, findPlace, readPlaces, suggest } from './places';

const { places } = readPlaces(PLACES);
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('reading the places', () => {
  it('the service adds regions to the known ones, and Otros stays last', () => {
    const { regions } = readPlaces(PLACES);
    expect(regions).toEqual([...BUILT_IN.regions.slice(0, -1), 'Mendoza', 'Otros']);
  });

  it.each([null, [], 'x', { places: [{ name: 'Palermo' }, 7, null] }])('from %j the built-in names remain', (body) => {
    expect(readPlaces(body)).toEqual(BUILT_IN);
  });
});

describe('suggesting places', () => {
  it('accents and case do not matter', () => {
    expect(names(suggest(places, '', 'NUNEZ', 5))).toEqual(['Núñez']);
  });

  it('only the chosen region is searched', () => {
    expect(names(suggest(places, 'Mendoza', '', 5))).toEqual(['Godoy Cruz']);
  });

  it('names that begin with the text come before names that hold it, the larger places first', () => {
    const named = (name: string, count: number) => ({ l2: 'x', name, count });
    const all = readPlaces({ places: [named('Gran Parque', 9), named('Parque Sur', 1), named('Parque Norte', 5)] });
    expect(names(suggest(all.places, 'x', 'parque', 5))).toEqual(['Parque Norte', 'Parque Sur', 'Gran Parque']);
  });

  it('there are no more than asked for', () => {
    expect(suggest(places, '', '', 2)).toHaveLength(2);
  });

  it('a place is found in its own region alone', () => {
    expect(findPlace(places, 'Capital Federal', 'nuñez')?.name).toBe('Núñez');
    expect(findPlace(places, 'Mendoza', 'nuñez')).toBeUndefined();
  });
});
