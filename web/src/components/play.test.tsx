import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { PRICE } from '../test/answers';
import { browserLike, field, open, price, priced } from '../test/page';
import { answering, bodies, PREDICT, server } from '../test/server';

beforeEach(browserLike);

const cheaper = { ...PRICE, precio_predicho: 160_000 };

describe('playing with the price', () => {
  it('a change is priced by itself, and the difference is shown, with the way back', async () => {
    const { user } = await priced();
    const requests = answering([200, cheaper]);
    await user.click(screen.getByRole('button', { name: 'Más: Baños' }));
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 160.000');
    });
    expect(await bodies(requests)).toMatchObject([{ bathrooms: 1, surface_covered: 60 }]);
    expect(screen.getAllByTestId('difference')[0]).toHaveTextContent('− USD 12.400 que con los datos de antes');
    expect(window.location.search).toContain('bathrooms=1');
    await user.click(screen.getAllByRole('button', { name: 'Volver a esos datos' })[0] ?? document.body);
    expect(field('Baños')).toHaveValue('');
    expect(await price()).toHaveTextContent('USD 172.000');
    expect(requests).toHaveLength(1);
  });

  it('a burst of changes is one question', async () => {
    await priced();
    const requests = answering([200, cheaper]);
    // In one breath: on a slow machine typed keys may be as far apart as two questions.
    const rooms = field('Ambientes');
    fireEvent.change(rooms, { target: { value: '12' } });
    fireEvent.keyDown(rooms, { key: 'ArrowDown' });
    fireEvent.keyDown(rooms, { key: 'ArrowDown' });
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 160.000');
    });
    expect((await bodies(requests)).map((body) => (body as { rooms: number }).rooms)).toEqual([10]);
  });

  it('an older answer never comes over a newer one', async () => {
    const { user } = await priced();
    let calls = 0;
    server.use(
      http.post(PREDICT, async () => {
        calls += 1;
        if (calls > 1) return HttpResponse.json({ ...PRICE, precio_predicho: 150_000 });
        await delay(600);
        return HttpResponse.json(cheaper);
      }),
    );
    await user.type(field('Ambientes'), '2');
    await waitFor(() => {
      expect(calls).toBe(1);
    });
    await user.keyboard('{ArrowUp}');
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 150.000');
    });
    await delay(700);
    expect(screen.getByTestId('price')).toHaveTextContent('USD 150.000');
  });

  it('a mistake on the way asks nothing and marks the price as of before', async () => {
    const { user } = await priced();
    const requests = answering([200, cheaper]);
    await user.type(field('Ambientes'), 'x');
    expect(screen.getByText('Este precio es de los datos de antes.')).toBeVisible();
    expect(field('Ambientes')).toBeInvalid();
    await delay(400);
    expect(requests).toHaveLength(0);
  });

  it('a failure on the way keeps the last price, and says so', async () => {
    const { user } = await priced();
    answering([500, null]);
    await user.type(field('Ambientes'), '2');
    expect(await screen.findByText(/No pudimos actualizar el precio/)).toBeVisible();
    expect(screen.getByTestId('price')).toHaveTextContent('USD 172.000');
  });

  it('a stepper goes back to nothing', async () => {
    const { user } = await open();
    const less = screen.getByRole('button', { name: 'Menos: Baños' });
    expect(less).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Más: Baños' }));
    expect(field('Baños')).toHaveValue('1');
    await user.click(less);
    expect(field('Baños')).toHaveValue('');
  });

  it('two homes stand side by side, as far as they differ', async () => {
    const { user } = await priced();
    await user.click(screen.getByRole('button', { name: 'Comparar con otra' }));
    answering([200, cheaper]);
    await user.type(field('Ambientes'), '2');
    const table = within(await screen.findByRole('table'));
    await waitFor(() => {
      expect(table.getByRole('row', { name: /^Diferencia/ })).toHaveTextContent('− USD 12.400');
    });
    expect(table.getByRole('row', { name: /^Ambientes/ })).toHaveTextContent('–2');
    expect(table.queryByRole('row', { name: /^Baños/ })).not.toBeInTheDocument();
    expect(table.getByRole('row', { name: /^Precio/ })).toHaveTextContent('USD 172.000USD 160.000');
    await user.click(screen.getByRole('button', { name: 'Dejar de comparar' }));
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('what was not given says what it would narrow, and is priced once it is', async () => {
    answering([200, { ...PRICE, mejoras: [{ campo: 'age', texto: 'Antigüedad', puntos: 1.2 }] }]);
    const { user } = await priced();
    expect(field('Antigüedad (años)')).toHaveAccessibleDescription('Achicaría el error típico en 1,2 puntos.');
    const requests = answering([200, cheaper]);
    await user.click(screen.getByRole('checkbox', { name: 'Pileta' }));
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 160.000');
    });
    expect(await bodies(requests)).toMatchObject([{ amenities: ['pool'] }]);
    expect(window.location.search).toContain('amenities=pool');
  });
});
