import { describe, expect, it } from 'vitest';

import { en } from './en';
import { es } from './es';
import { NOTICES } from './notices';
import { formatFor, roundToThree } from './format';
import { REGIONS } from '../places/places';

describe('the words', () => {
  it('no text is empty and none is left untranslated by accident', () => {
    const same = pairs(es, en).filter(([, spanish, english]) => spanish === english);
    expect(same.map(([key]) => key).filter((key) => !key.startsWith('.mapView.areas')).sort()).toEqual(['.types.PH', '.form.surfaces.surface_total', '.regions.Córdoba', '.regions.Mendoza', '.regions.Santa Fe'].sort());
    expect(pairs(es, en).filter(([, spanish, english]) => !spanish.trim() || !english.trim())).toEqual([]);
  });

  it('every notice and every reason of one language is in the other', () => {
    expect(Object.keys(NOTICES.en.notices)).toEqual(Object.keys(NOTICES.es.notices));
    expect(Object.keys(NOTICES.en.data)).toEqual(Object.keys(NOTICES.es.data));
    expect(Object.keys(en.why.factors)).toEqual(Object.keys(es.why.factors));
    expect(Object.keys(en.regions)).toEqual(Object.keys(es.regions));
    expect(Object.keys(en.mapView.areas)).toEqual(Object.keys(es.mapView.areas));
  });

  it('a sentence with a figure in it has it, in both languages', () => {
    const sentences = [...functions({ es, NOTICES }), ...functions({ en, NOTICES })];
    expect(sentences.length).toBeGreaterThan(80);
    expect(sentences.filter(([, text]) => /undefined|NaN|\[object/.test(text))).toEqual([]);
    expect(sentences.filter(([key, text]) => !text.includes('7') && !key.includes('.notices.'))).toEqual([]);
  });

  it('a price is an asking price, never a real or an exact one', () => {
    const told = [...pairs(es, en).flatMap(([, ...texts]) => texts), ...functions({ es, en, NOTICES }).map(([, text]) => text)];
    expect(told.filter((text) => /precio(s)? real(es)?|real price|exact|al dólar/i.test(text))).toEqual([]);
    expect([es.result.price, en.result.price]).toEqual(['Precio de publicación estimado', 'Estimated asking price']);
  });

  it('codes of the service are told in words', () => {
    for (const { regions, types } of [es, en]) {
      expect(Object.values({ ...regions, ...types }).filter((text) => /\.|_|Otros|Zona|G\.B\.A/.test(text))).toEqual([]);
      expect(Object.keys(regions).sort()).toEqual([...REGIONS].sort());
      expect(Object.keys(types).sort()).toEqual(['Casa', 'Departamento', 'Otros', 'PH']);
    }
  });

  it('one is told from many', () => {
    expect([es.result.rooms(1), es.result.rooms(3)]).toEqual(['1 ambiente', '3 ambientes']);
    expect([es.form.suggestions(0), es.form.suggestions(1), en.form.suggestions(2)]).toEqual([
      'No conocemos ningún lugar con ese nombre: probá con la localidad o la provincia',
      '1 lugar',
      '2 places',
    ]);
    expect([en.form.problems(1), en.form.problems(2)]).toEqual([
      'One field needs correcting.',
      '2 fields need correcting.',
    ]);
  });
});

describe('figures', () => {
  it('are written as in Argentina, or as in English', () => {
    expect(formatFor('es-AR').usd(172_449.4)).toBe('USD\u00a0172.000');
    expect(formatFor('en-US').usd(172_449.4)).toBe('USD\u00a0172,000');
    expect(formatFor('es-AR').signedUsd(-1_200)).toBe('−\u00a0USD\u00a01.200');
    expect(formatFor('es-AR').signedUsd(0)).toBe('+\u00a0USD\u00a00');
    expect(formatFor('en-US').signedUsd(5)).toBe('+\u00a0USD\u00a05');
    expect(formatFor('es-AR').number(1_234.56)).toBe('1.234,6');
    expect(formatFor('en-US').percent(0.114)).toBe('11%');
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
    [99.6, 100],
    [-12_345, -12_300],
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

/** What every sentence with gaps says when the gaps are filled with sevens. */
function functions(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}.${key}`;
    if (typeof value === 'function') return [[here, String((value as (...gaps: string[]) => unknown)('7', '7', '7'))]];
    return typeof value === 'object' && value !== null ? functions(value, here) : [];
  });
}
