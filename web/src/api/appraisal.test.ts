import { describe, expect, it } from 'vitest';

import { PRICE } from '../test/answers';
import { readAppraisal } from './appraisal';

describe('reading an appraisal', () => {
  it('a whole answer is read whole', () => {
    expect(readAppraisal(PRICE)).toEqual({
      price: 172_449,
      range: { low: 143_210.4, high: 207_655.9, coverage: 0.8 },
      pricePerM2: 3_135.4,
      level: '2026-07',
      source: 'ZonaProp',
      contributions: [
        { factor: 'location', text: 'Ubicación', usd: 50_449 },
        { factor: 'surface_covered', text: 'Superficie cubierta', usd: -8_000 },
        { factor: 'bathrooms', text: 'Baños', usd: -3_000 },
        { factor: 'date', text: 'Fecha', usd: 3_000 },
      ],
      comparables: {
        count: 214,
        medianUsdM2: 2_984,
        quartiles: [2_600, 2_984, 3_400],
        place: '1 km',
        years: { from: 2019, to: 2026 },
        surface: { from: 44.2, to: 69.8 },
      },
      notices: [{ code: 'old_prices', text: 'Los avisos de esta zona son de 2017.', field: 'l2' }],
      history: [
        { year: 2016, price: 150_000, low: 120_000, high: 190_000 },
        { year: 2020, price: 180_000, low: 150_000, high: 220_000 },
        { year: 2026, price: 172_449, low: 143_210, high: 207_656 },
      ],
      accuracy: { percent: 11.3, place: 'Capital Federal', type: 'Departamento' },
      gains: [],
      model: 'm-0123456789ab',
    });
  });

  it('a price alone is still a price', () => {
    expect(readAppraisal({ precio_predicho: 1 })).toMatchObject({
      price: 1,
      range: undefined,
      contributions: [],
      notices: [],
      comparables: undefined,
      history: [],
      accuracy: undefined,
    });
  });

  it.each([
    ['without a low end', { alto: 200_000 }],
    ['that is text', { bajo: '1', alto: '2' }],
    ['that does not hold the price', { bajo: 1, alto: 2 }],
    ['that begins above the price', { bajo: 200_000, alto: 300_000 }],
    ['that ends below the price', { bajo: 1, alto: 100_000 }],
    ['without a high end', { bajo: 1 }],
    ['that is none', 7],
  ])('a range %s is left out', (_, rango) => {
    expect(readAppraisal({ ...PRICE, rango })?.range).toBeUndefined();
  });

  it.each([null, [], '<html>', {}, { precio_predicho: '172449' }, { precio_predicho: 0 }])(
    '%j holds no price',
    (body) => {
      expect(readAppraisal(body)).toBeUndefined();
    },
  );

  it('a reason without words goes by its name', () => {
    const explicacion = [{ factor: 'surface_total', usd: 1 }, { factor: 'x' }, { usd: 5 }, 3];
    expect(readAppraisal({ ...PRICE, explicacion })?.contributions).toEqual([
      { factor: 'surface_total', text: 'surface total', usd: 1 },
    ]);
  });

  it('ends of a range may be the price itself', () => {
    expect(readAppraisal({ precio_predicho: 5, rango: { bajo: 5, alto: 5 } })?.range).toEqual({
      low: 5,
      high: 5,
      coverage: undefined,
    });
  });

  it.each([
    ['too few', [1, 2]],
    ['one', [1]],
    ['none', []],
    ['out of order', [3, 2, 4]],
    ['out of order at the end', [1, 5, 4]],
    ['no list', 7],
  ])('quartiles that are %s are left out, the comparables stay', (_, cuartiles_usd_m2) => {
    const comparables = { cantidad: 3, cuartiles_usd_m2, anios: { desde: 2019 }, superficie_m2: null };
    expect(readAppraisal({ precio_predicho: 1, comparables })?.comparables).toEqual({
      count: 3,
      medianUsdM2: undefined,
      quartiles: undefined,
      place: undefined,
      years: undefined,
      surface: undefined,
    });
  });

  it('quartiles may be one price', () => {
    const read = (cuartiles_usd_m2: unknown) => readAppraisal({ precio_predicho: 1, comparables: { cantidad: 3, cuartiles_usd_m2 } });
    expect(read([2, 2, 2])?.comparables?.quartiles).toEqual([2, 2, 2]);
  });

  it('a span without its end, or its beginning, is none', () => {
    const comparables = { cantidad: 3, anios: { hasta: 2019 }, superficie_m2: { desde: 4 } };
    expect(readAppraisal({ precio_predicho: 1, comparables })?.comparables).toMatchObject({ years: undefined, surface: undefined });
  });

  it('what is no object is left out of every list', () => {
    const odd = [null, 'x', 7, []];
    const read = readAppraisal({ precio_predicho: 1, historia: odd, mejoras: odd, avisos: odd, explicacion: odd });
    expect(read).toMatchObject({ history: [], gains: [], notices: [], contributions: [] });
  });

  it('comparables without their number are none', () => {
    expect(readAppraisal({ precio_predicho: 1, comparables: { lugar: 'x' } })?.comparables).toBeUndefined();
  });

  it('what lacks a part is left out: a year, a gain, a notice, an accuracy', () => {
    const read = readAppraisal({
      precio_predicho: 1,
      historia: [{ anio: 2016, precio: 1, bajo: 1 }, { anio: 2016, precio: 1, alto: 1 }, { precio: 1, bajo: 1, alto: 1 }, { anio: 2016, bajo: 1, alto: 1 }],
      mejoras: [{ campo: 'age', puntos: 1.2 }, { campo: 'age' }, { puntos: 1 }],
      avisos: [{ texto: 'no code' }, { codigo: 'code_alone' }],
      precision: { lugar: 'x' },
    });
    expect(read).toMatchObject({
      history: [],
      gains: [{ field: 'age', points: 1.2 }],
      notices: [{ code: 'code_alone', text: 'code_alone', field: undefined }],
      accuracy: undefined,
    });
  });
});
