import { cleanup, fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { fromHome, typedPlace } from '../../home/draft';
import type { Home } from '../../home/draft';
import { INITIAL, START } from '../../session/state';
import { draw, HOME, resultOf } from '../../test/drawn';
import { browserLike, field } from '../../test/page';
import { HomeForm } from './home-form';
import { MapPicker } from './map-picker';
import { PlaceInput } from './place-input';

beforeEach(browserLike);

describe('the place', () => {
  const box = () => screen.getByRole('combobox');
  const marked = () => box().getAttribute('aria-activedescendant');

  it('that was picked is told with its region; typing forgets it', () => {
    const draft = fromHome(HOME);
    const { session } = draw(<PlaceInput error={undefined} />, { draft });
    expect(box()).toHaveValue('Palermo, Capital Federal (CABA)');
    fireEvent.change(box(), { target: { value: 'tig' } });
    expect(session.type).toHaveBeenCalledWith(typedPlace(draft, 'tig'));
    expect(session.places.load).toHaveBeenCalledTimes(1);
  });

  it('is looked for once the field is pressed, and the first is marked by the first arrow', () => {
    draw(<PlaceInput error={undefined} />, { draft: typedPlace(START, 'san isidro') });
    expect(box()).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
    fireEvent.click(box());
    expect(box()).toHaveAttribute('aria-expanded', 'true');
    expect(marked()).toBeNull();
    expect(screen.getByRole('status')).toHaveTextContent('2 lugares');
    expect(fireEvent.keyDown(box(), { key: 'ArrowDown' })).toBe(false);
    expect(marked()).toBe('place-option-0');
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(marked()).toBe('place-option-1');
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(marked()).toBe('place-option-0');
    fireEvent.keyDown(box(), { key: 'ArrowUp' });
    expect(marked()).toBe('place-option-1');
    expect(screen.getAllByRole('option').map((option) => option.getAttribute('aria-selected'))).toEqual(['false', 'true']);
  });

  it('is chosen by Enter where one is marked; else Enter sends the form', () => {
    const draft = typedPlace(START, 'tig');
    const { session } = draw(<PlaceInput error={undefined} />, { draft });
    fireEvent.click(box());
    expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(true);
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(fireEvent.keyDown(box(), { key: 'Enter' })).toBe(false);
    expect(session.type).toHaveBeenCalledWith({ ...draft, place: '', l2: 'Bs.As. G.B.A. Zona Norte', locality: 'Tigre' });
    expect(box()).toHaveAttribute('aria-expanded', 'false');
  });

  it('list is closed by Escape and by going elsewhere; a second Escape is the browser’s', () => {
    draw(<PlaceInput error={undefined} />, { draft: typedPlace(START, 'tig') });
    fireEvent.click(box());
    expect(fireEvent.keyDown(box(), { key: 'Escape' })).toBe(false);
    expect(fireEvent.keyDown(box(), { key: 'Escape' })).toBe(true);
    fireEvent.click(box());
    fireEvent.blur(box());
    expect(box()).toHaveAttribute('aria-expanded', 'false');
  });

  it('that nobody knows is said where all can see it; nothing typed says nothing', () => {
    draw(<PlaceInput error={undefined} />, { draft: typedPlace(START, 'macondo') });
    fireEvent.click(box());
    expect(screen.getByRole('status')).toHaveTextContent(/^No conocemos ningún lugar/);
    expect(screen.getByRole('status')).toHaveClass('field-hint');
    cleanup();
    draw(<PlaceInput error={undefined} />, { draft: typedPlace(START, ' ') });
    fireEvent.click(box());
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
    expect(screen.getByRole('status')).toHaveClass('sr-only');
  });

  it('list goes above a keyboard that covers it, and stays where it is seen', () => {
    const scrollBy = vi.fn();
    window.scrollBy = scrollBy;
    const height = (bottom: number) => {
      vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ top: 300, bottom } as DOMRect);
      Object.assign(window, { visualViewport: { height: 400 } });
      cleanup();
      draw(<PlaceInput error={undefined} />, { draft: typedPlace(START, 'tig') });
      fireEvent.click(box());
    };
    height(400);
    expect(scrollBy).not.toHaveBeenCalled();
    height(401);
    expect(scrollBy.mock.calls).toEqual([[{ top: 252, behavior: 'instant' }]]);
    Object.assign(window, { visualViewport: undefined });
  });
});

describe('the map', () => {
  it('brings the list of places when it is opened, and is closed again', async () => {
    const { session, user } = draw(<MapPicker />);
    const button = screen.getByRole('button', { name: 'Elegir en el mapa' });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await user.click(button);
    expect(session.places.load).toHaveBeenCalledTimes(1);
    expect(await screen.findByRole('application')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cerrar el mapa' }));
    expect(screen.queryByRole('application')).not.toBeInTheDocument();
  });

  it.each([
    ['where the home is', { ...fromHome(HOME), lat: '-34.5630', lon: '-58.4530' }, 'Belgrano'],
    ['at its place', fromHome({ ...HOME, locality: 'Villa Crespo' }), 'Villa Crespo'],
    ['at its region’s place with most adverts', fromHome({ l2: 'Mendoza' } as Home), 'Godoy Cruz'],
  ])('opens %s', async (_, draft, name) => {
    const { user } = draw(<MapPicker />, { draft });
    await user.click(screen.getByRole('button', { name: 'Elegir en el mapa' }));
    expect(await screen.findByText(new RegExp(`^${name}: `))).toBeVisible();
  });

  it('gives its point to the question with the place that it lies in, and is closed', async () => {
    const { session, user } = draw(<MapPicker />, { draft: fromHome({ ...HOME, locality: 'Belgrano' }) });
    await user.click(screen.getByRole('button', { name: 'Elegir en el mapa' }));
    await user.click(await screen.findByRole('button', { name: 'Usar este punto' }));
    expect(session.type).toHaveBeenCalledWith({ ...fromHome({ ...HOME, locality: 'Belgrano' }), lat: '-34.5630', lon: '-58.4530' });
    expect(screen.queryByRole('application')).not.toBeInTheDocument();
  });

  it('point that was chosen is told, and taken back alone', async () => {
    const draft = { ...fromHome(HOME), lat: '-34.58', lon: '-58.42' };
    const { session, user } = draw(<MapPicker />, { draft });
    expect(screen.getByText('Punto elegido en el mapa')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Quitar el punto' }));
    expect(session.type).toHaveBeenCalledWith(fromHome(HOME));
    cleanup();
    draw(<MapPicker />);
    expect(screen.queryByText('Punto elegido en el mapa')).not.toBeInTheDocument();
  });
});

describe('the form', () => {
  it('explains what ambientes are to whoever asks', async () => {
    const { user } = draw(<HomeForm />);
    const help = screen.getByRole('button', { name: '¿Qué es un ambiente?' });
    expect(help).toHaveAttribute('aria-expanded', 'false');
    await user.click(help);
    expect(screen.getByText(/^Dormitorios más living o comedor/)).toBeVisible();
    await user.click(help);
    expect(screen.queryByText(/^Dormitorios más living/)).not.toBeInTheDocument();
  });

  it('says once, below both surfaces, that one of them is needed', () => {
    draw(<HomeForm />, { sent: START });
    expect(screen.getByRole('group', { name: '¿Cuánto mide?' })).toHaveAccessibleDescription(/^Indicá una de las dos\. Cubierta: bajo techo/);
    for (const name of ['Cubierta', 'Total']) expect(screen.getByRole('textbox', { name })).toBeInvalid();
    expect(screen.getAllByText('Indicá una de las dos.')).toHaveLength(1);
    cleanup();
    draw(<HomeForm />, { sent: START, draft: { ...START, surface_total: '60' } });
    expect(screen.getByRole('group', { name: '¿Cuánto mide?' })).toHaveAccessibleDescription(/^Alcanza con una\. Cubierta: bajo techo/);
    for (const name of ['Cubierta', 'Total']) expect(screen.getByRole('textbox', { name })).toBeValid();
  });

  it('shows no mistake before it was sent, and counts them after', () => {
    draw(<HomeForm />);
    expect(document.querySelectorAll('[aria-invalid="true"]')).toHaveLength(0);
    expect(document.querySelector('.form-problems')).toBeEmptyDOMElement();
    cleanup();
    draw(<HomeForm />, { sent: START });
    expect(screen.getByText('Hay 2 datos por corregir.')).toBeVisible();
  });

  it.each([
    [{}, 'Calcular el precio'],
    [{ phase: 'pending' }, 'Calculando…'],
    [{ phase: 'done', result: resultOf() }, 'Calcular de nuevo'],
  ] as const)('with %j has a button that says "%s"', (state, name) => {
    draw(<HomeForm />, { ...INITIAL, ...state });
    expect(screen.getByRole('button', { name })).toHaveAttribute('type', 'submit');
  });

  it('is sent and cleared by its buttons; what is typed changes its own datum', async () => {
    const { session, user } = draw(<HomeForm />, { draft: fromHome(HOME) });
    await user.click(screen.getByRole('button', { name: 'Calcular el precio' }));
    expect(session.submit).toHaveBeenCalledTimes(1);
    await user.click(screen.getByRole('button', { name: 'Borrar todo' }));
    expect(session.clear).toHaveBeenCalledTimes(1);
    fireEvent.change(field('Ambientes'), { target: { value: '3' } });
    expect(session.type).toHaveBeenLastCalledWith({ ...fromHome(HOME), rooms: '3' });
  });
});
