import { describe, expect, it } from 'vitest';

import { en } from './en';
import { es } from './es';
import { formatFor, roundToThree } from './format';

describe('the words', () => {
  it('no text is empty and none is left untranslated by accident', () => {
    const same = pairs(es, en).filter(([, spanish, english]) => spanish === english);
    expect(same.map(([key]) => key)).toEqual(['.languages.es', '.languages.en']);
    expect(pairs(es, en).filter(([, spanish, english]) => !spanish.trim() || !english.trim())).toEqual([]);
  });

  it('one is told from many', () => {
    expect([es.result.rooms(1), es.result.rooms(3)]).toEqual(['1 ambiente', '3 ambientes']);
    expect([en.form.problems(1), en.form.problems(2)]).toEqual([
      'One field needs correcting.',
      '2 fields need correcting.',
    ]);
  });
});

describe('figures', () => {
  it('are written as in Argentina, or as in English', () => {
    expect(formatFor('es-AR').usd(172_449.4)).toBe('USD\u00a0172.449');
    expect(formatFor('en-US').usd(172_449.4)).toBe('USD\u00a0172,449');
    expect(formatFor('es-AR').signedUsd(-1_200)).toBe('−\u00a0USD\u00a01.200');
  });

  it('a month is written out, and anything else is left as it is', () => {
    expect(formatFor('es-AR').month('2026-07')).toBe('julio de 2026');
    expect(formatFor('en-US').month('2026-01-31')).toBe('January 2026');
    expect(formatFor('es-AR').month('hoy')).toBe('hoy');
  });

  it.each([
    [143_210.4, 143_000],
    [1_234_567, 1_230_000],
    [987, 987],
    [0, 0],
  ])('%d is %d at three figures', (value, rounded) => {
    expect(roundToThree(value)).toBe(rounded);
  });
});

/** Every text of both languages, by its path. */
function pairs(one: object, other: object, path = ''): [string, string, string][] {
  return Object.entries(one).flatMap(([key, value]: [string, unknown]) => {
    const twin: unknown = (other as Record<string, unknown>)[key];
    const here = `${path}.${key}`;
    if (typeof value === 'string' && typeof twin === 'string') return [[here, value, twin]];
    return typeof value === 'object' && value !== null && typeof twin === 'object' && twin !== null
      ? pairs(value, twin, here)
      : [];
  });
}
