import { screen, waitFor, within } from '@testing-library/react';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { SLOW_AFTER_MS } from '../session/session';
import { PRICE, REFUSAL } from '../test/answers';
import { browserLike, covered, field, fill, open, place, price, priced, send } from '../test/page';
import { answering, PREDICT, server } from '../test/server';

beforeEach(browserLike);

describe('mistakes', () => {
  it('are shown at their fields, the first one gets the focus, and nothing is sent', async () => {
    const requests = answering([200, PRICE]);
    const { user } = await open();
    await send(user);
    await waitFor(() => {
      expect(place()).toHaveFocus();
    });
    expect(covered()).toBeInvalid();
    expect(screen.getByText('Hay 2 datos por corregir.')).toBeVisible();
    expect(requests).toHaveLength(0);
    await user.type(covered(), '60');
    await user.type(place(), 'palermo');
    await user.click(screen.getByRole('option', { name: /Palermo/ }));
    expect(screen.queryByText(/por corregir/)).not.toBeInTheDocument();
  });

  it('of limits say the limits, in the words of the language', async () => {
    const { user } = await open();
    await user.type(covered(), '2.000.000');
    await send(user);
    expect(covered()).toHaveAccessibleDescription('Tiene que estar entre 10 y 100.000.');
  });

  it('that the service finds are shown at their fields too, until those change', async () => {
    answering([422, REFUSAL]);
    const { user } = await open();
    await fill(user);
    await user.type(field('Baños'), '15');
    await send(user);
    await waitFor(() => {
      expect(field('Baños')).toHaveAccessibleDescription('Tiene que estar entre 1 y 20.');
    });
    expect(place()).toHaveFocus();
    expect(place()).toHaveAccessibleDescription('Tiene que ser un texto; se recibió 1.');
    expect(screen.getByRole('alert')).toHaveTextContent('El servicio no aceptó los datos');
    expect(within(screen.getByRole('alert')).queryByRole('button')).not.toBeInTheDocument();
    await user.clear(field('Baños'));
    expect(field('Baños')).toBeValid();
    await user.type(place(), 'b');
    expect(screen.queryByText(/se recibió 1/)).not.toBeInTheDocument();
  });
});

describe('failures', () => {
  it('say what happened and can be tried again; the focus stays near', async () => {
    const requests = answering([500, null], [200, PRICE]);
    const { user } = await open();
    await fill(user);
    await send(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('El servicio falló (código 500).');
    await user.click(screen.getByRole('button', { name: 'Reintentar' }));
    expect(screen.getByRole('region', { name: 'Resultado' })).toHaveFocus();
    await price();
    expect(requests).toHaveLength(2);
  });

  it.each([403, 404, 413])('a %i says that trying again changes nothing', async (status) => {
    answering([status, null]);
    const { user } = await open();
    await fill(user);
    await send(user);
    expect(await screen.findByRole('alert')).toHaveTextContent(`(código ${status}). Reintentar no cambia nada`);
    expect(screen.queryByRole('button', { name: 'Reintentar' })).not.toBeInTheDocument();
  });

  it('too many requests: the wait that the service asks for is counted down before trying again', async () => {
    answering([429, null, { 'Retry-After': '4' }]);
    const { user } = await open();
    await fill(user);
    await send(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('Probá de nuevo en 4 segundos.');
    expect(screen.getByRole('button', { name: 'Reintentar' })).toBeDisabled();
    await waitFor(
      () => {
        expect(screen.getByRole('button', { name: 'Reintentar' })).toBeEnabled();
      },
      { timeout: 30_000 },
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Esperá un poco');
  });

  it('an answer that the page fails at ends in words', async () => {
    answering([200, { precio_predicho: 172_449, rango: 5, explicacion: 'x', comparables: [], avisos: {}, historia: 1 }]);
    const { close } = await priced();
    close();
    answering([200, '<html>']);
    const { user } = await open('/');
    await user.click(screen.getByRole('button', { name: 'Borrar todo' }));
    await fill(user);
    await send(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('algo que no entendemos');
  });

  it('a long wait is explained', async () => {
    server.use(http.post(PREDICT, () => new Promise<never>(() => undefined)));
    const { user } = await open();
    await fill(user);
    await send(user);
    expect(screen.getAllByText('Calculando el precio…')).not.toHaveLength(0);
    await waitFor(
      () => {
        expect(screen.getAllByText(/se está despertando/)).not.toHaveLength(0);
      },
      { timeout: SLOW_AFTER_MS + 2_000 },
    );
  });
});
