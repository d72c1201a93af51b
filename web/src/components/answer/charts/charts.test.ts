import { describe, expect, it } from 'vitest';

import { readAppraisal } from '../../../api/appraisal';
import type { Home } from '../../../home/draft';
import { loadNotices, wordsFor } from '../../../i18n/language';
import { PRICE } from '../../../test/answers';
import { homeText } from '../../home-text';
import { levels, paths } from './history';
import { noticeText } from '../notices';
import { scaleOf } from './strip';
import { reasons } from './why';

const words = wordsFor('es');
const APPRAISAL = readAppraisal(PRICE) ?? fail();

function fail(): never {
  throw new Error('the whole answer was not read');
}

describe('the strip', () => {
  it('reaches from the lowest to the highest of what is drawn', () => {
    const scale = scaleOf(APPRAISAL) ?? fail();
    const size = 172_449 / 3_135.4;
    expect(scale.quartiles).toEqual([2_600 * size, 2_984 * size, 3_400 * size]);
    expect(scale.x(2_600 * size)).toBeCloseTo(3);
    expect(scale.x(207_655.9)).toBeCloseTo(97);
    expect([scale.from, scale.to]).toEqual([2_600 * size, 207_655.9]);
    expect([scale.low, scale.high]).toEqual([143_210.4, 207_655.9]);
  });

  it('without comparables it is the range', () => {
    const scale = scaleOf({ ...APPRAISAL, comparables: undefined }) ?? fail();
    expect(scale.quartiles).toBeUndefined();
    expect(scale.x(143_210.4)).toBeCloseTo(3);
    expect(scale.x((143_210.4 + 207_655.9) / 2)).toBeCloseTo(50);
    expect([scale.from, scale.to]).toEqual([143_210.4, 207_655.9]);
  });

  it('without a size comparables cannot be drawn, and without a range nothing can', () => {
    expect(scaleOf({ ...APPRAISAL, pricePerM2: undefined })?.quartiles).toBeUndefined();
    expect(scaleOf({ ...APPRAISAL, range: undefined })).toBeUndefined();
  });

  it('a range of one price has a place for it', () => {
    const range = { low: 172_449, high: 172_449, coverage: undefined };
    expect(scaleOf({ ...APPRAISAL, comparables: undefined, range })?.x(172_449)).toBe(3);
  });
});

describe('the history', () => {
  it('runs from year to year and from zero to the highest', () => {
    const { line, band } = paths(APPRAISAL.history);
    expect(line).toBe('M0.0 38.2L160.0 21.8L400.0 25.9');
    expect(band).toBe('M0.0 16.4L160.0 0.0L400.0 6.7L400.0 41.9L160.0 38.2L0.0 54.5Z');
  });
});

describe('the levels of the history', () => {
  it.each([
    [305_000, [100_000, 200_000]],
    [504_000, [200_000, 400_000]],
    [100_000, [40_000, 80_000]],
    [1_900_000, [500_000, 1_000_000, 1_500_000]],
    [61, [20, 40]],
  ])('below %d are %j', (top, expected) => {
    expect(levels(top)).toEqual(expected);
  });
});

describe('the reasons', () => {
  const HOME: Home = { l2: 'Mendoza', surface_covered: 1, surface_total: 1, rooms: 1, bedrooms: 1, bathrooms: 1, property_type: 'PH' };
  const given = ['location', 'property_type', 'surface_covered', 'surface_total', 'rooms', 'bedrooms', 'bathrooms'] as const;
  const reason = (factor: string, usd: number) => ({ factor, text: factor, usd });

  it('the largest come first, whichever way they go, in words of the page', () => {
    const all = given.slice(0, 4).map((factor, index) => reason(factor, index % 2 ? -index : index));
    const shown = reasons([...all, reason('rooms', 0.4), reason('bedrooms', -0.5)], HOME, words);
    expect(shown.map(({ text, usd }) => [text, usd])).toEqual([
      ['Superficie total', -3],
      ['Superficie cubierta', 2],
      ['Tipo de vivienda', -1],
      ['Dormitorios', -0.5],
    ]);
  });

  it('a rest of one is shown as itself, of two as one', () => {
    const seven = given.map((factor, index) => reason(factor, index + 1));
    expect(reasons(seven, HOME, words).at(-1)).toMatchObject({ factor: 'location', usd: 1 });
    const eight = [...seven, reason('l2', 0.75)];
    expect(reasons(eight, HOME, words)).toHaveLength(7);
    expect(reasons(eight, HOME, words).at(-1)).toEqual({ factor: 'rest', text: 'Otros 2 datos', usd: 1.75 });
  });

  it('what was not given charges nobody; the place always was', () => {
    const all = [...given, 'date', 'not_given', 'locality'].map((factor) => reason(factor, 10));
    const shown = reasons(all, { l2: 'Mendoza', rooms: 2, bathrooms: null } as Home, words);
    expect(shown.map(({ factor }) => factor)).toEqual(['location', 'rooms', 'locality']);
  });

  it('a reason that the page has no words for keeps those of the service', () => {
    expect(reasons([{ factor: 'locality', text: 'Barrio', usd: 5 }], HOME, words)[0]?.text).toBe('Barrio');
  });
});

describe('words', () => {
  it('a notice names its datum; one that is not known keeps its text', async () => {
    await loadNotices();
    const spanish = wordsFor('es');
    const notice = { code: 'odd_surface', field: 'surface_total', text: 'x' };
    expect(noticeText(spanish, notice)).toMatch(/^La superficie total: /);
    expect(noticeText(spanish, { ...notice, field: undefined })).toMatch(/^Algún dato: /);
    expect(noticeText(spanish, { ...notice, code: 'new_code' })).toBe('x');
  });

  it('a home is told by what is known of it', () => {
    const text = (home: Home) => homeText(words, home).replace(/\u00a0/g, ' ');
    expect(text({ l2: 'Otros', property_type: 'Otros', surface_total: 80 })).toBe('Otra provincia · 80 m²');
    expect(
      text({ l2: 'Mendoza', locality: 'Maipú', property_type: 'Casa', surface_total: 90, surface_covered: 80.5, rooms: 1, bedrooms: 2, bathrooms: 1 }),
    ).toBe('Casa · Maipú, Mendoza · 80,5 m² · 1 ambiente · 2 dormitorios · 1 baño');
  });
});
