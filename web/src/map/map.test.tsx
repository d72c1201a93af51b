import { act, render, screen } from '@testing-library/react';
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
  const show = async () => {
    const onChoose = vi.fn();
    await act(async () => {
      render(
        <Suspense fallback="…">
          <PriceMap places={readPlaces(PLACES)} onChoose={onChoose} />
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

  it('comes nearer, around the point, and goes back to the whole', async () => {
    const { picture, user } = await show();
    const whole = viewBox(picture);
    await user.click(screen.getByRole('button', { name: 'Acercar el mapa' }));
    const near = viewBox(picture);
    await user.click(screen.getByRole('button', { name: 'Alejar el mapa' }));
    expect(viewBox(picture)).toEqual(whole);
    expect(near[2]).toBeGreaterThanOrEqual(Math.min(6, whole[2] ?? 0));
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
