import { cleanup, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { draw, HOME, resultOf } from '../../../test/drawn';
import { browserLike } from '../../../test/page';
import { Comparison } from './comparison';
import { Difference } from './difference';
import { Homes } from './homes';

beforeEach(browserLike);

const text = () => document.body.textContent.replaceAll('\u00a0', ' ');

describe('a difference', () => {
  const baseline = resultOf({}, { price: 100_000 });

  it('is none from itself, nor without another price', () => {
    draw(<Difference />, { result: baseline, baseline });
    draw(<Difference />, { result: baseline });
    draw(<Difference />, { baseline });
    expect(text()).toBe('');
  });

  it.each([
    [112_400, 'up', '+ USD 12.400 que con los datos de antes'],
    [87_600, 'down', '− USD 12.400 que con los datos de antes'],
    [100_099, 'up', 'Igual que con los datos de antes'],
    [99_901, 'down', 'Igual que con los datos de antes'],
    [100_100, 'up', '+ USD 100 que con los datos de antes'],
  ])('of %d from 100,000 goes %s: %s', (price, way, said) => {
    draw(<Difference />, { result: resultOf({ rooms: 3 }, { price }), baseline });
    const strong = document.querySelector('.difference strong');
    expect(strong?.textContent.replaceAll('\u00a0', ' ')).toBe(said);
    expect(strong).toHaveClass(way);
  });

  it('has a way back, and in short is a figure alone', async () => {
    const result = resultOf({ rooms: 3 }, { price: 112_400 });
    const { session, user } = draw(<Difference />, { result, baseline });
    await user.click(screen.getByRole('button', { name: 'Volver a esos datos' }));
    expect(session.open).toHaveBeenCalledWith(baseline.home);
    cleanup();
    draw(<Difference short />, { result, baseline });
    expect(text()).toBe('+ USD 12.400');
  });
});

describe('the last homes', () => {
  const homes = [
    { home: HOME, price: 172_449 },
    { home: { ...HOME, rooms: 3 }, price: 190_000 },
  ];

  it('are those that are not shown already, and open again', async () => {
    const { session, user } = draw(<Homes />, { homes, result: resultOf() });
    const buttons = within(screen.getByRole('navigation', { name: 'Tus últimas viviendas' })).getAllByRole('button');
    expect(buttons).toHaveLength(1);
    expect(buttons[0]).toHaveTextContent(/3 ambientesUSD\s190\.000$/);
    await user.click(buttons[0] ?? document.body);
    expect(session.open).toHaveBeenCalledWith({ ...HOME, rooms: 3 });
  });

  it('are nothing where there are no others', () => {
    draw(<Homes />, { homes: homes.slice(0, 1), result: resultOf() });
    draw(<Homes />);
    expect(text()).toBe('');
  });

  it('are all shown before there is a price', () => {
    draw(<Homes />, { homes });
    expect(screen.getAllByRole('button')).toHaveLength(2);
  });
});

describe('two homes', () => {
  const first = resultOf({ rooms: 2 }, { range: undefined, pricePerM2: undefined });
  const second = resultOf({ property_type: 'PH', surface_covered: 90.5, rooms: 2 }, { price: 200_000 });
  const cells = (name: string) =>
    within(screen.getByRole('row', { name: new RegExp(`^${name}`) }))
      .getAllByRole('cell')
      .map((cell) => cell.textContent.replaceAll('\u00a0', ' '));

  it('are compared in what they differ, with their units', () => {
    draw(<Comparison />, { pinned: first, result: second });
    expect(cells('Tipo de vivienda')).toEqual(['Departamento', 'PH']);
    expect(cells('Superficie cubierta')).toEqual(['55 m²', '90,5 m²']);
    expect(cells('Rango')).toEqual(['–', 'USD 143.000 – USD 208.000']);
    expect(cells('Por m²')).toEqual(['–', 'USD 3.140']);
    expect(cells('Diferencia')).toEqual(['', '+ USD 27.600']);
    expect(screen.queryByRole('row', { name: /^(Ambientes|Superficie total)/ })).not.toBeInTheDocument();
  });

  it('are told apart by what they have', () => {
    draw(<Comparison />, { pinned: first, result: resultOf({ rooms: 2, garage: 1, amenities: ['pool', 'gym'] }) });
    expect(cells('Cocheras')).toEqual(['–', '1']);
    expect(cells('Comodidades')).toEqual(['–', 'Pileta, Gimnasio']);
  });

  it('stand on one scale, from the lowest to the highest of what is drawn', () => {
    const { container } = draw(<Comparison />, { pinned: first, result: second });
    const marks = [...container.querySelectorAll('circle')].map((mark) => Number(mark.getAttribute('cx')?.slice(0, -1)));
    const at = (usd: number) => 3 + (94 * (usd - 143_210.4)) / (207_655.9 - 143_210.4);
    expect(marks[0]).toBeCloseTo(at(172_449));
    expect(marks[1]).toBeCloseTo(at(200_000));
    expect(container.querySelectorAll('.strip-range')).toHaveLength(1);
  });

  it('are let go', async () => {
    const { session, user } = draw(<Comparison />, { pinned: first, result: second });
    await user.click(screen.getByRole('button', { name: 'Dejar de comparar' }));
    expect(session.pin).toHaveBeenCalledWith(false);
  });

  it('are two', () => {
    draw(<Comparison />, { pinned: first });
    draw(<Comparison />, { result: second });
    expect(text()).toBe('');
  });
});
