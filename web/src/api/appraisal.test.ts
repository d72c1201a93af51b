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
      base: 130_000,
      contributions: [
        { factor: 'locality', text: 'Barrio', usd: 50_449 },
        { factor: 'bathrooms', text: 'Baños', usd: -8_000 },
      ],
      comparables: { count: 214, medianUsdM2: 2_984, place: 'Palermo' },
      notices: [{ code: 'old_prices', text: 'Los avisos de esta zona son de hace años.' }],
      model: 'm-0123456789ab',
    });
  });

  it('a price alone is still a price', () => {
    expect(readAppraisal({ precio_predicho: 1 })).toMatchObject({
      price: 1,
      range: undefined,
      contributions: [],
      notices: [],
    });
  });

  it.each([
    ['without a low end', { alto: 200_000 }],
    ['that is text', { bajo: '1', alto: '2' }],
    ['that does not hold the price', { bajo: 1, alto: 2 }],
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
    const explicacion = [{ factor: 'surface_total', usd: 1 }, { factor: 'x' }, 3];
    expect(readAppraisal({ ...PRICE, explicacion })?.contributions).toEqual([
      { factor: 'surface_total', text: 'surface total', usd: 1 },
    ]);
  });
});
