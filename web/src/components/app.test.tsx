import { screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { PRICE } from '../test/answers';
import { browserLike, covered, field, fill, open, place, price, priced, send } from '../test/page';
import { answering, bodies, PLACES_FILE, PREDICT, server } from '../test/server';

beforeEach(browserLike);

describe('a price', () => {
  it('is rounded, with its range, its level, its comparables, its reasons and its accuracy', async () => {
    await priced();
    expect(await price()).toHaveTextContent(/^USD 172\.000$/);
    const result = within(screen.getByRole('region', { name: 'Resultado' }));
    expect(result.getByText('Entre USD 143.000 y USD 208.000')).toBeVisible();
    expect(result.getByText('8 de cada 10 avisos como este piden un precio dentro de ese rango.')).toBeVisible();
    expect(result.getByText('USD 3.140')).toBeVisible();
    expect(result.getByText('julio de 2026, según ZonaProp')).toBeVisible();
    expect(result.getByTestId('comparables')).toHaveTextContent(
      '214 avisos comparables a menos de 1 km de 44 a 70 m², de 2019 a 2026. ' +
        'La mitad pide entre USD 2.600 y USD 3.400 por m². Esta vivienda está 5% por encima de la mediana.',
    );
    expect(result.getByText(/departamento en Capital Federal \(CABA\) pide un precio a menos del 11\s?%/)).toBeVisible();
    expect(await result.findByText('+ USD 50.400')).toBeVisible();
    expect(result.getByText('Los avisos de esta zona son de 2017.')).toBeVisible();
    expect(result.getByRole('img', { name: /^Precio por año: 2016, USD\s150\.000; 2020/ })).toBeVisible();
    expect(screen.getByText('Modelo m-0123456789ab')).toBeVisible();
  });

  it('charges nothing for what was not given', async () => {
    await priced();
    expect(screen.getByText('− USD 8.000')).toBeVisible();
    const why = within(screen.getByText('¿Por qué este precio?').closest('article') ?? document.body);
    expect(why.queryByText('Baños')).not.toBeInTheDocument();
    expect(why.queryByText('Fecha')).not.toBeInTheDocument();
    // 172,449 − 50,449 + 8,000: what the bathrooms of a typical home take is in the start.
    expect(why.getByText('USD 130.000')).toBeVisible();
  });

  it('is announced to those who cannot see it, with the figures that are shown', async () => {
    await priced();
    const spoken = screen.getByText('Precio estimado: USD 172.000, entre USD 143.000 y USD 208.000.');
    expect(spoken).toHaveAttribute('aria-live', 'polite');
  });

  it('alone is enough: what is missing from the answer is left out', async () => {
    answering([200, { precio_predicho: 172_449, moneda: 'USD' }]);
    await priced();
    expect(await price()).toHaveTextContent('USD 172.000');
    expect(screen.queryByTestId('range')).not.toBeInTheDocument();
    expect(screen.queryByText('¿Por qué este precio?')).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent(/undefined|NaN|null/);
    expect(screen.getByText('Precio estimado: USD 172.000.')).toBeInTheDocument();
  });

  it('is asked for by keyboard alone', async () => {
    const requests = answering([200, PRICE]);
    const { user } = await open();
    place().focus();
    await user.keyboard('tig{ArrowDown}{Enter}');
    expect(place()).toHaveValue('Tigre, GBA Norte');
    covered().focus();
    await user.keyboard('45,5');
    field('Ambientes').focus();
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowDown}{Enter}');
    await price();
    expect(await bodies(requests)).toEqual([
      {
        l2: 'Bs.As. G.B.A. Zona Norte',
        locality: 'Tigre',
        property_type: 'Departamento',
        surface_covered: 45.5,
        rooms: 2,
      },
    ]);
  });

  it('sent twice is asked for once', async () => {
    server.use(http.post(PREDICT, () => delay('infinite')));
    const requests: Request[] = [];
    server.events.on('request:start', ({ request }) => requests.push(request));
    const { user } = await open();
    await fill(user);
    await send(user);
    await send(user);
    server.events.removeAllListeners();
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('the place', () => {
  it('typed and not picked is the one that it names', async () => {
    const requests = answering([200, PRICE]);
    const { user } = await open();
    await fill(user, 'palermo, capital federal');
    await send(user);
    await price();
    expect(await bodies(requests)).toMatchObject([{ l2: 'Capital Federal', locality: 'Palermo' }]);
    expect(place()).toHaveValue('Palermo, Capital Federal (CABA)');
  });

  it('that nobody knows is asked for again, and nothing is sent', async () => {
    const requests = answering([200, PRICE]);
    const { user } = await open();
    await fill(user, 'macondo');
    await send(user);
    await waitFor(() => {
      expect(place()).toHaveFocus();
    });
    expect(place()).toHaveAccessibleDescription(/Elegí un lugar de la lista/);
    expect(requests).toHaveLength(0);
  });

  it('list is walked and closed by keyboard; a press chooses; one advert is one', async () => {
    const { user } = await open();
    await user.click(place());
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(place()).toHaveAttribute('aria-expanded', 'true');
    const marked = document.getElementById(place().getAttribute('aria-activedescendant') ?? '');
    expect(marked).toHaveTextContent('Belgrano Capital Federal (CABA)');
    expect(marked).toHaveTextContent('6.219 avisos');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(place().getAttribute('aria-activedescendant')).toMatch(/6$/);
    await user.keyboard('{Escape}');
    expect(place()).toHaveAttribute('aria-expanded', 'false');
    await user.type(place(), 'altos');
    expect(screen.getByRole('option')).toHaveTextContent('1 aviso');
    expect(screen.getByRole('option')).not.toHaveTextContent('avisos');
    await user.click(screen.getByRole('option'));
    expect(place()).toHaveValue('Altos del Golf, GBA Norte');
  });

  it('may be a whole region', async () => {
    const { user } = await open();
    await user.type(place(), 'mendoza');
    await user.click(screen.getByRole('option', { name: /toda la región/ }));
    expect(place()).toHaveValue('Mendoza');
  });

  it('list that did not come is asked for again while typing; the regions are there without it', async () => {
    let asked = 0;
    server.use(
      http.get(PLACES_FILE, () => {
        asked += 1;
        return asked === 1 ? HttpResponse.error() : HttpResponse.json({ regions: ['Mendoza'], places: [['Maipú', 0, 9]] });
      }),
    );
    const { user } = await open();
    expect(place()).toHaveAccessibleDescription(/No pudimos cargar la lista/);
    await user.type(place(), 'mai');
    expect(await screen.findByRole('option', { name: /Maipú/ })).toBeVisible();
    expect(asked).toBe(2);
    expect(place()).not.toHaveAccessibleDescription();
  });
});
