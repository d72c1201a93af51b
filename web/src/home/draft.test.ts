import { describe, expect, it } from 'vitest';

import { amenitiesOf, at, check, EMPTY, fromHome, fromQuery, keyOf, toHome, toggled, toQuery, typedPlace } from './draft';
import type { Draft } from './draft';

const PALERMO: Draft = { ...EMPTY, l2: 'Capital Federal', locality: 'Palermo', surface_covered: '55' };
const mistakes = (change: Partial<Draft>) => {
  const checked = check({ ...PALERMO, ...change });
  return 'mistakes' in checked ? checked.mistakes : {};
};

describe('the request of a draft', () => {
  it('holds what was given and nothing else, numbers as numbers', () => {
    const draft = { ...PALERMO, property_type: 'PH', surface_covered: '1.250,5', rooms: '3' };
    expect(check(draft)).toEqual({
      home: { l2: 'Capital Federal', locality: 'Palermo', property_type: 'PH', surface_covered: 1_250.5, rooms: 3 },
    });
  });

  it('holds a point only whole', () => {
    expect(toHome({ ...PALERMO, lat: '-34.5', lon: '-58.4' })).toMatchObject({ lat: -34.5, lon: -58.4 });
    expect(toHome({ ...PALERMO, lat: '-34.5' })).not.toHaveProperty('lat');
    expect(toHome({ ...PALERMO, lon: '-58.4' })).not.toHaveProperty('lon');
  });

  it('one surface is enough, either of them', () => {
    expect(mistakes({ surface_covered: '', surface_total: '60' })).toEqual({});
    expect(mistakes({ surface_covered: ' ', surface_total: ' ' })).toEqual({ surface_covered: { kind: 'surface' } });
  });

  it('needs a place', () => {
    expect(mistakes({ l2: '' })).toEqual({ place: { kind: 'place' } });
  });

  it('covered above total is for the service to judge', () => {
    expect(mistakes({ surface_covered: '80', surface_total: '60' })).toEqual({});
  });

  it('keeps to the limits of the service, ends included', () => {
    const limits = { kind: 'limits', low: 1, high: 20 };
    expect(mistakes({ bathrooms: '21' })).toEqual({ bathrooms: limits });
    expect(mistakes({ bathrooms: '0' })).toEqual({ bathrooms: limits });
    expect(mistakes({ bathrooms: '20' })).toEqual({});
    expect(mistakes({ bathrooms: '1' })).toEqual({});
  });

  it('a count is whole, a surface need not be', () => {
    expect(mistakes({ rooms: '2,5' })).toEqual({ rooms: { kind: 'whole' } });
    expect(mistakes({ surface_covered: '55,5' })).toEqual({});
  });

  it('what is no number is said to be none', () => {
    expect(mistakes({ rooms: 'dos', surface_covered: 'mucho' })).toEqual({
      rooms: { kind: 'number' },
      surface_covered: { kind: 'number' },
    });
  });
});

describe('what a home has', () => {
  it('is a list, in one order, and absent where nothing was said', () => {
    const both = toggled(toggled(PALERMO, 'gym'), 'pool');
    expect(both.amenities).toBe('pool,gym');
    expect(toHome(both).amenities).toEqual(['pool', 'gym']);
    expect(toHome(toggled(toggled(both, 'pool'), 'gym'))).not.toHaveProperty('amenities');
    expect(fromHome(toHome(both)).amenities).toBe('pool,gym');
    expect(amenitiesOf({ ...PALERMO, amenities: 'gym,moat' })).toEqual(['gym']);
  });

  it('age and garage are counts, none and new included', () => {
    expect(toHome({ ...PALERMO, age: '0', garage: '0' })).toMatchObject({ age: 0, garage: 0 });
    expect(mistakes({ age: '201' })).toEqual({ age: { kind: 'limits', low: 0, high: 200 } });
  });
});

describe('the place of a draft', () => {
  it('another place takes what was typed, and the point of the former one', () => {
    const pointed = at(typedPlace(PALERMO, 'tig'), {
      l2: 'Bs.As. G.B.A. Zona Norte',
      locality: 'Tigre',
      point: { lat: -34.42512, lon: -58.5804 },
    });
    expect(pointed).toMatchObject({ place: '', l2: 'Bs.As. G.B.A. Zona Norte', locality: 'Tigre', lat: '-34.4251' });
    expect(at(pointed, { l2: 'Mendoza' })).toMatchObject({ l2: 'Mendoza', locality: '', lat: '', lon: '' });
  });

  it('typing forgets the place that was picked', () => {
    const pointed = at(PALERMO, { l2: 'Mendoza', locality: 'Godoy Cruz', point: { lat: -32.9, lon: -68.8 } });
    expect(typedPlace(pointed, 'x')).toEqual({ ...PALERMO, place: 'x', l2: '', locality: '', lat: '', lon: '' });
  });
});

describe('the address of the page', () => {
  const draft = { ...PALERMO, property_type: 'Casa', rooms: '3', lat: '-34.5', lon: '-58.4' };

  it('holds the question, and gives it back', () => {
    expect(fromQuery(`?${toQuery(draft)}`)).toEqual(draft);
    expect(toQuery(draft)).toBe(
      'l2=Capital+Federal&locality=Palermo&lat=-34.5&lon=-58.4&property_type=Casa&surface_covered=55&rooms=3',
    );
  });

  it('knows its own names only, and no text without end', () => {
    expect(fromQuery('utm=1&rooms=%203%20')).toEqual({ ...EMPTY, rooms: '3' });
    expect(fromQuery(`locality=${'x'.repeat(500)}`).locality).toHaveLength(100);
  });

  it('a home is its request, whatever it was typed as', () => {
    const home = toHome({ ...draft, surface_covered: '55 m2' });
    expect(toHome(fromHome(home))).toEqual(home);
    expect(fromHome({ ...home, rooms: null })).toMatchObject({ rooms: '', surface_covered: '55' });
    expect(keyOf(home)).toBe(keyOf(toHome(draft)));
    expect(keyOf(home)).not.toBe(keyOf({ ...home, rooms: 4 }));
  });
});

it('an address that somebody spoiled on its way is read without the marks that nobody sees', () => {
  const query = new URLSearchParams({ l2: '\u200eMendoza\u200f ', rooms: '\u202e3' }).toString();
  expect(fromQuery(query)).toMatchObject({ l2: 'Mendoza', rooms: '3' });
});
