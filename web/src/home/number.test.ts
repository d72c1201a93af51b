import { describe, expect, it } from 'vitest';

import { readNumber, visible } from './number';

describe('a number as people write it', () => {
  it.each([
    ['60', 60],
    [' 60 ', 60],
    ['45,5', 45.5],
    ['45.5', 45.5],
    ['45.55', 45.55],
    ['1.250', 1_250],
    ['1,250', 1_250],
    ['1.250,5', 1_250.5],
    ['1,250.5', 1_250.5],
    ['1.250.000', 1_250_000],
    ['1.250.000,25', 1_250_000.25],
    ['1 250', 1_250],
    ['55 mts', 55],
    ['55 mt', 55],
    ['55 mts.', 55],
    ['60m', 60],
    ['60 M2', 60],
    ['60 m²', 60],
    ['60 metros', 60],
    ['60 metros cuadrados', 60],
    ['1 metro', 1],
    ['0', 0],
    ['-3', -3],
    ['\u200e60\u200f', 60],
    ['\u202b1.250\u202c', 1_250],
    ['6\u200b0', 60],
    ['６０', 60],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it.each(['', ' ', 'sesenta', '1.2.3', '1,25,5', '12.34,5', '60x', 'm', '6-0', '1..5', ',5', '5,'])(
    '%s is none',
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );
});

it('a text without the marks that nobody sees keeps its letters and spaces', () => {
  expect(visible('\u2067Núñez\u2069,\u00ad Capital\ufeff')).toBe('Núñez, Capital');
});
