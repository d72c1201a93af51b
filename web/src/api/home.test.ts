import { describe, expect, it } from 'vitest';

import { check, EMPTY, readNumber } from './home';

const SMALLEST = { ...EMPTY, l2: 'Capital Federal', surface_total: '60' };

describe('a number as people write it', () => {
  it.each([
    ['60', 60],
    ['45,5', 45.5],
    ['45.5', 45.5],
    ['1.250', 1250],
    ['1,250', 1250],
    ['1.250.000', 1_250_000],
    [' 60 m² ', 60],
    ['-3', -3],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it.each(['', 'sesenta', '1e9', '0x10', '6.0.0', 'Infinity', '12,', '--1'])('%j is none', (text) => {
    expect(readNumber(text)).toBeUndefined();
  });
});

describe('checking a draft', () => {
  it('a region and one surface are enough', () => {
    expect(check(SMALLEST)).toEqual({ home: { l2: 'Capital Federal', surface_total: 60 } });
  });

  it('fields left empty are not sent', () => {
    const checked = check({ ...SMALLEST, locality: '  ', rooms: '0', surface_covered: '45,5' });
    expect(checked).toEqual({ home: { l2: 'Capital Federal', surface_total: 60, surface_covered: 45.5, rooms: 0 } });
  });

  it('an empty draft lacks a region and a surface', () => {
    expect(check(EMPTY)).toEqual({ mistakes: { l2: 'region', surface_total: 'surface' } });
  });

  it('every mistake is found at its field', () => {
    const draft = { ...SMALLEST, surface_total: 'x', surface_covered: '0', rooms: '1,5', bathrooms: '-1' };
    expect(check(draft)).toEqual({
      mistakes: { surface_total: 'number', surface_covered: 'positive', rooms: 'whole', bathrooms: 'whole' },
    });
  });

  it('no more can be covered than there is', () => {
    expect(check({ ...SMALLEST, surface_covered: '60,1' })).toEqual({ mistakes: { surface_covered: 'covered' } });
  });
});
