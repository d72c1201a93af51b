import { cleanup, fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { LIMITS } from '../../api/limits.gen';
import { START } from '../../session/state';
import { draw, resultOf } from '../../test/drawn';
import { browserLike, field } from '../../test/page';
import { Field } from './field';
import { CountInput, stepped, SurfaceInput, TypeInput } from './inputs';
import { MoreData } from './more-data';

beforeEach(browserLike);

describe('a field', () => {
  const shown = (error?: string, hint?: string) => {
    cleanup();
    draw(
      <Field name="rooms" error={error} hint={hint} className="wide">
        {(control) => <input {...control} />}
      </Field>,
    );
    return screen.getByRole('textbox', { name: 'Ambientes' });
  };

  it('is described by its error, else by its hint, else by nothing', () => {
    expect(shown('Falta.', 'Cuántos.')).toHaveAccessibleDescription('Falta.');
    expect(screen.queryByText('Cuántos.')).not.toBeInTheDocument();
    expect(shown('Falta.')).toBeInvalid();
    expect(shown(undefined, 'Cuántos.')).toHaveAccessibleDescription('Cuántos.');
    expect(shown(undefined, 'Cuántos.')).toBeValid();
    expect(shown()).not.toHaveAttribute('aria-describedby');
    expect(document.querySelector('p')).toBeNull();
  });

  it('looks wrong only when it is', () => {
    shown('Falta.');
    expect(document.querySelector('.field')).toHaveClass('wide', 'field-wrong');
    shown();
    expect(document.querySelector('.field')).not.toHaveClass('field-wrong');
  });
});

describe('a step', () => {
  it.each([
    [undefined, 1, 0, 20, '1'],
    [undefined, 1, 3, 20, '3'],
    [undefined, -1, 0, 20, ''],
    [2, 1, 0, 20, '3'],
    [2, -1, 0, 20, '1'],
    [0, -1, 0, 20, ''],
    [1, -1, 1, 20, ''],
    [20, 1, 0, 20, '20'],
    [25, -1, 0, 20, '20'],
    [2.4, 1, 0, 20, '3'],
  ] as const)('from %s by %d within %d to %d gives "%s"', (count, by, low, high, next) => {
    expect(stepped(count, by, low, high)).toBe(next);
  });
});

describe('a count', () => {
  const shown = (value: string) => {
    cleanup();
    const onChange = vi.fn();
    const { user } = draw(<CountInput name="rooms" value={value} error={undefined} onChange={onChange} />);
    const [less, more] = [screen.getByRole('button', { name: 'Menos: Ambientes' }), screen.getByRole('button', { name: 'Más: Ambientes' })];
    return { user, onChange, less, more };
  };

  it('goes up and down by its buttons, and no further than it can', async () => {
    const { user, onChange, less, more } = shown('3');
    await user.click(more);
    await user.click(less);
    expect(onChange.mock.calls).toEqual([['4'], ['2']]);
    expect(shown('').less).toBeDisabled();
    expect(shown('').more).toBeEnabled();
    expect(shown(String(LIMITS.rooms.high - 1)).more).toBeEnabled();
    expect(shown(String(LIMITS.rooms.high)).more).toBeDisabled();
  });

  it('has the buttons out of the way of the tab key', () => {
    const { less, more } = shown('3');
    expect([less.tabIndex, more.tabIndex]).toEqual([-1, -1]);
    expect([less.textContent, more.textContent]).toEqual(['−', '+']);
  });

  it('goes up and down by the arrows, which move no cursor; other keys are typed', () => {
    const { onChange } = shown('3');
    const input = field('Ambientes');
    expect(fireEvent.keyDown(input, { key: 'ArrowUp' })).toBe(false);
    expect(fireEvent.keyDown(input, { key: 'ArrowDown' })).toBe(false);
    expect(fireEvent.keyDown(input, { key: 'ArrowLeft' })).toBe(true);
    expect(onChange.mock.calls).toEqual([['4'], ['2']]);
    fireEvent.change(input, { target: { value: '35' } });
    expect(onChange).toHaveBeenLastCalledWith('35');
    expect(input).toHaveAttribute('inputmode', 'numeric');
  });
});

describe('a surface', () => {
  const shown = (value: string, error?: string) => {
    cleanup();
    const onChange = vi.fn();
    draw(<SurfaceInput name="surface_covered" value={value} error={error} onChange={onChange} />);
    return { onChange, slider: screen.getByRole('slider', { name: 'Superficie cubierta, deslizador' }) };
  };

  it('is typed or slid, and one follows the other', () => {
    const { onChange, slider } = shown('60 m2');
    expect(slider).toHaveValue('60');
    expect(slider).not.toHaveClass('slider-empty');
    fireEvent.change(slider, { target: { value: '75' } });
    fireEvent.change(screen.getByRole('textbox', { name: 'Cubierta' }), { target: { value: '45,5' } });
    expect(onChange.mock.calls).toEqual([['75'], ['45,5']]);
    expect(screen.getByRole('textbox')).toHaveAttribute('inputmode', 'decimal');
  });

  it('that was not given, or is no number, has an empty slider at its beginning', () => {
    for (const value of ['', 'x']) {
      const { slider } = shown(value);
      expect(slider).toHaveClass('slider-empty');
      expect(slider).toHaveValue('15');
      expect(slider).toHaveAttribute('aria-valuetext', 'sin indicar');
    }
    expect(shown('60').slider).not.toHaveAttribute('aria-valuetext');
  });

  it('says its mistake', () => {
    shown('x', 'Escribí un número.');
    expect(screen.getByRole('textbox')).toHaveAccessibleDescription('Escribí un número.');
  });
});

describe('the type', () => {
  it('is one of four, each with its name and its drawing', () => {
    const onChange = vi.fn();
    const { container } = draw(<TypeInput name="property_type" value="Casa" error={undefined} onChange={onChange} />);
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => [radio.value, radio.checked])).toEqual([
      ['Departamento', false],
      ['Casa', true],
      ['PH', false],
      ['Otros', false],
    ]);
    const drawings = new Set([...container.querySelectorAll('path')].map((path) => path.getAttribute('d')));
    expect(drawings.size).toBe(4);
    expect([...drawings].every((drawing) => drawing && drawing.length > 20)).toBe(true);
    fireEvent.click(screen.getByRole('radio', { name: 'Otro' }));
    expect(onChange).toHaveBeenCalledWith('Otros');
    expect(screen.getByRole('group')).not.toHaveAttribute('aria-describedby');
  });

  it('says what the service has against it', () => {
    draw(<TypeInput name="property_type" value="" error="No lo conocemos." onChange={vi.fn()} />);
    expect(screen.getByRole('group', { name: '¿Qué es?' })).toHaveAccessibleDescription('No lo conocemos.');
    expect(screen.getAllByRole('radio')[0]).toBeInvalid();
  });
});

describe('more data', () => {
  const more = () => document.querySelector('details');

  it('is folded away, until a datum of it was given or is wrong', () => {
    draw(<MoreData errors={{}} />, { draft: { ...START, rooms: '3' } });
    expect(more()).not.toHaveAttribute('open');
    for (const given of [{ age: '3' }, { amenities: 'pool' }]) {
      cleanup();
      draw(<MoreData errors={{}} />, { draft: { ...START, ...given } });
      expect(more()).toHaveAttribute('open');
    }
    cleanup();
    draw(<MoreData errors={{ bathrooms: 'Es mucho.' }} />);
    expect(more()).toHaveAttribute('open');
    expect(field('Baños')).toHaveAccessibleDescription('Es mucho.');
  });

  it('says of each datum what it would narrow', () => {
    const gains = [
      { field: 'age', points: 1.2 },
      { field: 'amenities', points: 0.5 },
    ];
    draw(<MoreData errors={{}} />, { draft: { ...START, age: '3' }, result: resultOf({}, { gains }) });
    expect(field('Antigüedad (años)')).toHaveAccessibleDescription('Achicaría el error típico en 1,2 puntos.');
    expect(screen.getByText('Achicaría el error típico en 0,5 puntos.')).toBeVisible();
    expect(field('Baños')).not.toHaveAttribute('aria-describedby');
  });

  it('gives one datum at a time and keeps the others', async () => {
    const draft = { ...START, age: '3', amenities: 'pool' };
    const { session, user } = draw(<MoreData errors={{ amenities: 'Una sola.' }} />, { draft });
    fireEvent.change(field('Baños'), { target: { value: '2' } });
    expect(session.type).toHaveBeenLastCalledWith({ ...draft, bathrooms: '2' });
    await user.click(screen.getByRole('checkbox', { name: 'Gimnasio' }));
    expect(session.type).toHaveBeenLastCalledWith({ ...draft, amenities: 'pool,gym' });
    await user.click(screen.getByRole('checkbox', { name: 'Pileta' }));
    expect(session.type).toHaveBeenLastCalledWith({ ...draft, amenities: '' });
    expect(screen.getByRole('checkbox', { name: 'Pileta' })).toBeChecked();
    expect(screen.getByRole('group', { name: 'Comodidades' })).toHaveAccessibleDescription('Una sola.');
  });
});
