import { cleanup, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { APPRAISAL, draw, resultOf } from '../../test/drawn';
import { browserLike } from '../../test/page';
import { Basis } from './basis';
import { Comparables } from './comparables';

beforeEach(browserLike);

const found = APPRAISAL.comparables ?? fail();
function fail(): never {
  throw new Error('the whole answer has comparables');
}
const text = () => document.body.textContent.replaceAll('\u00a0', ' ');

describe('the comparables', () => {
  const told = (comparables: typeof APPRAISAL.comparables, pricePerM2?: number) => {
    draw(<Comparables appraisal={{ ...APPRAISAL, comparables, pricePerM2 }} />);
    return text();
  };

  it('that are none say so, and nothing is said where nobody looked', () => {
    expect(told({ ...found, count: 0 })).toBe('No hay avisos comparables cerca.');
    cleanup();
    expect(told(undefined)).toBe('');
  });

  it('are told by their place, or by how near they are', () => {
    const bare = { ...found, surface: undefined, years: undefined, quartiles: undefined, medianUsdM2: undefined };
    expect(told({ ...bare, place: 'Capital Federal' })).toBe('214 avisos comparables en Capital Federal (CABA).');
    cleanup();
    expect(told({ ...bare, place: '500 m' })).toBe('214 avisos comparables a menos de 500 m.');
    cleanup();
    expect(told({ ...bare, count: 1, place: 'Villa 31' })).toBe('1 aviso comparable en Villa 31.');
    cleanup();
    expect(told({ ...bare, place: undefined, years: { from: 2020, to: 2020 } })).toBe('214 avisos comparables, de 2020.');
  });

  it('without quartiles tell their median; a home within two percent of it is on a par', () => {
    const plain = { ...found, place: undefined, surface: undefined, years: undefined, quartiles: undefined };
    const said = '214 avisos comparables. Su mediana es USD 2.980 por m².';
    for (const [own, standing] of [
      [2_984 * 1.019, ' Esta vivienda está a la par.'],
      [2_984 * 0.981, ' Esta vivienda está a la par.'],
      [2_984 * 1.03, ' Esta vivienda está 3% por encima de la mediana.'],
      [2_984 * 0.9, ' Esta vivienda está 10% por debajo de la mediana.'],
      [undefined, ''],
    ] as const) {
      expect(told(plain, own).replace(/(\d) %/, '$1%')).toBe(said + standing);
      cleanup();
    }
  });
});

describe('what a price rests on', () => {
  it('is told as far as it is known', () => {
    draw(<Basis result={resultOf({}, { pricePerM2: undefined, level: undefined, accuracy: undefined, comparables: undefined })} />);
    expect(screen.queryByText('Por m²')).not.toBeInTheDocument();
    expect(document.querySelector('dl')).not.toBeInTheDocument();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Es lo que pediría un aviso. El precio de cierre se negocia, y suele quedar algo por debajo.',
    ]);
  });

  it('names its figures', () => {
    draw(<Basis result={resultOf()} />);
    const facts = [...document.querySelectorAll('.facts > div')].map((one) => one.textContent.replaceAll('\u00a0', ' '));
    expect(facts.map((fact) => fact.replace(/(\d) %/, '$1%'))).toEqual([
      'Por m²USD 3.140',
      'Error típico± 11%',
      'Nivel de preciosjulio de 2026, según ZonaProp',
    ]);
  });

  it.each([
    [{ type: undefined, place: undefined }, 'La mitad de los avisos de todo el país pide'],
    [{ type: 'PH', place: undefined }, 'La mitad de los avisos de PH en todo el país pide'],
    [{ type: 'Casa', place: 'Mendoza' }, 'La mitad de los avisos de casa en Mendoza pide'],
    [{ type: 'Castillo', place: 'Atlantis' }, 'La mitad de los avisos de castillo en Atlantis pide'],
  ])('says of %j how near it comes', (scope, said) => {
    draw(<Basis result={resultOf({}, { accuracy: { percent: 11.3, ...scope } })} />);
    expect(screen.getAllByRole('listitem')[0]).toHaveTextContent(said);
  });
});
