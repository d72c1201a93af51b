import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { readPlaces } from '../places/places';
import { MAP, PLACES } from '../test/answers';
import { browserLike, open, place } from '../test/page';
import { readMap, toPoint, toSpot } from './hexagons';
import PriceMap from './price-map';

const map = readMap(MAP) ?? fail();
const amba = map.areas[0] ?? fail();

function fail(): never {
  throw new Error('the map was not read');
}

beforeEach(browserLike);

describe('the map', () => {
  const show = async (point?: { lat: number; lon: number }) => {
    const onChoose = vi.fn();
    await act(async () => {
      render(
        <Suspense fallback="…">
          <PriceMap places={readPlaces(PLACES)} point={point} onChoose={onChoose} />
        </Suspense>,
      );
      await Promise.resolve();
    });
    return { onChoose, picture: await screen.findByRole('application'), user: userEvent.setup() };
  };
  const viewBox = (picture: HTMLElement) => (picture.getAttribute('viewBox') ?? '').split(' ').map(Number);

  it('begins at the place with most adverts, says what is there and gives its point', async () => {
    const { onChoose, user } = await show();
    expect(screen.getByRole('status')).toHaveTextContent('Palermo: sin avisos suficientes');
    await user.click(screen.getByRole('button', { name: 'Usar este punto' }));
    expect(onChoose).toHaveBeenCalledWith(expect.closeTo(-34.583), expect.closeTo(-58.423));
  });

  it('begins at the home that is asked about, in its area', async () => {
    const { onChoose, user } = await show({ lat: -32.93, lon: -68.84 });
    expect(screen.getByRole('button', { name: 'Mendoza' })).toHaveAttribute('aria-pressed', 'true');
    await user.click(screen.getByRole('button', { name: 'Usar este punto' }));
    expect(onChoose).toHaveBeenCalledWith(expect.closeTo(-32.93), expect.closeTo(-68.84));
  });

  it('begins where most is known for a home that no area holds', async () => {
    await show({ lat: -54.8, lon: -68.3 });
    expect(screen.getByRole('button', { name: 'Buenos Aires' })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('status')).toHaveTextContent(/^Palermo/);
  });

  it('is walked with the arrows, which turn no page', async () => {
    const { onChoose, picture, user } = await show();
    picture.focus();
    const [, , width = 0] = viewBox(picture);
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}{ArrowDown}{ArrowDown}{ArrowUp}');
    await user.click(screen.getByRole('button', { name: 'Usar este punto' }));
    const by = width / 40;
    const start = toSpot(amba, -34.583, -58.423);
    const point = toPoint(amba, { x: start.x + by, y: start.y + by });
    expect(onChoose).toHaveBeenCalledWith(expect.closeTo(point.lat), expect.closeTo(point.lon));
  });

  it('takes the point that is tapped, and goes with it where it leaves the view', async () => {
    const { onChoose, picture, user } = await show();
    const [left = 0, top = 0, width = 0, height = 0] = viewBox(picture);
    picture.getBoundingClientRect = () => ({ left: 10, top: 20, width: 300, height: 225 }) as DOMRect;
    const tapped = async (clientX: number, clientY: number) => {
      // A pointer event as far as jsdom knows one.
      fireEvent(picture, new MouseEvent('pointerup', { bubbles: true, clientX, clientY }));
      await user.click(screen.getByRole('button', { name: 'Usar este punto' }));
      const [lat, lon] = onChoose.mock.lastCall as [number, number];
      return toSpot(amba, lat, lon);
    };
    const quarter = await tapped(85, 76.25);
    expect(quarter.x).toBeCloseTo(left + width / 4, 3);
    expect(quarter.y).toBeCloseTo(top + height / 4, 3);
    expect(viewBox(picture)).toEqual([left, top, width, height]);
    for (const ring of picture.querySelectorAll('.map-cursor circle')) {
      expect(Number(ring.getAttribute('cx'))).toBeCloseTo(quarter.x, 3);
      expect(Number(ring.getAttribute('cy'))).toBeCloseTo(quarter.y, 3);
    }
    const edge = await tapped(310, 245);
    expect(edge.x).toBeCloseTo(left + width, 3);
    const [nextLeft = 0, nextTop = 0] = viewBox(picture);
    expect(nextLeft + width / 2).toBeCloseTo(edge.x, 3);
    expect(nextTop + height / 2).toBeCloseTo(edge.y, 3);
  });

  it('chooses the point by Enter, and leaves other keys to the browser', async () => {
    const { onChoose, picture } = await show();
    expect(fireEvent.keyDown(picture, { key: 'Enter' })).toBe(false);
    expect(onChoose).toHaveBeenCalledTimes(1);
    expect(fireEvent.keyDown(picture, { key: 'Tab' })).toBe(true);
    expect(onChoose).toHaveBeenCalledTimes(1);
  });

  it('has a legend from the lowest to the highest, in as many steps as it is painted in', async () => {
    const { picture } = await show();
    const legend = screen.getByText('Mediana de USD por m² de los avisos').parentElement;
    expect(legend?.textContent.replaceAll('\u00a0', ' ')).toMatch(/USD 1\.000USD 3\.000$/);
    expect(legend?.querySelectorAll('i')).toHaveLength(picture.querySelectorAll('path').length);
  });

  it('comes nearer, around the point, and goes back to the whole', async () => {
    const { picture, user } = await show();
    const whole = viewBox(picture);
    await user.click(screen.getByRole('button', { name: 'Acercar el mapa' }));
    const near = viewBox(picture);
    await user.click(screen.getByRole('button', { name: 'Alejar el mapa' }));
    expect(viewBox(picture)).toEqual(whole);
    expect(near[2]).toBe(6);
    expect(whole[2]).toBeGreaterThan(10);
  });

  it('has another area at a press', async () => {
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Mendoza' }));
    expect(screen.getByRole('button', { name: 'Mendoza' })).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('status')).toHaveTextContent(/^Godoy Cruz/);
  });
});

it('a point chosen on the map is the question’s, with the place that it lies in, and can be taken back', async () => {
  const { user, session } = await open();
  await user.click(screen.getByRole('button', { name: 'Elegir en el mapa' }));
  await user.click(await screen.findByRole('button', { name: 'Usar este punto' }));
  expect(place()).toHaveValue('Palermo, Capital Federal (CABA)');
  expect(session.get().draft).toMatchObject({ lat: '-34.5830', lon: '-58.4230' });
  expect(screen.queryByRole('application')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Quitar el punto' }));
  expect(session.get().draft).toMatchObject({ lat: '', lon: '', locality: 'Palermo' });
});
