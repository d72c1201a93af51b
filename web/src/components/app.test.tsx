import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { SLOW_AFTER_MS } from '../api/use-appraisal';
import { PRICE, REFUSAL } from '../test/answers';
import { answering, PREDICT, server } from '../test/server';
import { App } from './app';

const field = (name: string | RegExp) => screen.getByLabelText(name);
const price = () => screen.findByTestId('price');
const send = (user: ReturnType<typeof userEvent.setup>) =>
  user.click(screen.getByRole('button', { name: /calcular el precio|calculando|get the price/i }));

async function fillSmallest(user: ReturnType<typeof userEvent.setup>) {
  await user.selectOptions(field(/^región/i), 'Capital Federal');
  await user.type(field('Superficie total'), '60');
}

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
  window.matchMedia = vi.fn().mockReturnValue({ matches: true });
});

describe('a price', () => {
  it('is shown with its range, its date, its reasons and its comparables', async () => {
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    expect(await price()).toHaveTextContent('USD 172.449');
    const result = within(screen.getByRole('region', { name: 'Resultado' }));
    expect(result.getByText('entre USD 143.000 y USD 208.000')).toBeVisible();
    expect(result.getByText('USD 3.135')).toBeVisible();
    expect(result.getByText('julio de 2026')).toBeVisible();
    expect(result.getByText('+ USD 50.449')).toBeVisible();
    expect(result.getByText('− USD 8.000')).toBeVisible();
    expect(result.getByText('214 avisos en Palermo')).toBeVisible();
    expect(result.getByText(/5\s?% por encima/)).toBeVisible();
    expect(result.getByText(/son de hace años/)).toBeVisible();
    expect(screen.getByText('Modelo m-0123456789ab')).toBeVisible();
  });

  it('is announced to those who cannot see it', async () => {
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    await price();
    const spoken = screen.getByText(/^Precio estimado: USD 172\.449, entre USD/);
    expect(spoken).toHaveAttribute('aria-live', 'polite');
  });

  it('alone is enough: what is missing from the answer is left out', async () => {
    answering([200, { precio_predicho: 172_449, moneda: 'USD' }]);
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    expect(await price()).toHaveTextContent('USD 172.449');
    expect(screen.queryByTestId('range')).not.toBeInTheDocument();
    expect(screen.queryByText('¿Por qué este precio?')).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent(/undefined|NaN|null/);
  });

  it('is asked for with what was typed, by keyboard alone', async () => {
    const requests = answering([200, PRICE]);
    const user = userEvent.setup();
    render(<App />);
    await screen.findByRole('option', { name: 'Mendoza' });
    field(/^barrio/i).focus();
    await user.keyboard('pal{ArrowDown}{Enter}');
    field('Superficie cubierta').focus();
    await user.keyboard('45,5{Tab}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowDown}{Enter}');
    await price();
    expect(await requests[0]?.json()).toEqual({
      l2: 'Capital Federal',
      locality: 'Palermo',
      surface_covered: 45.5,
      rooms: 2,
    });
  });

  it('is marked as old once the form has changed', async () => {
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    await price();
    expect(screen.queryByText(/Cambiaste datos/)).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Más: Baños' }));
    expect(screen.getByText(/Cambiaste datos/)).toBeVisible();
  });

  it('of the newest request is the one that stays', async () => {
    let calls = 0;
    server.use(
      http.post(PREDICT, async () => {
        calls += 1;
        if (calls > 1) return HttpResponse.json({ ...PRICE, precio_predicho: 150_000 });
        await delay(300);
        return HttpResponse.json(PRICE);
      }),
    );
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    await waitFor(() => {
      expect(calls).toBe(1);
    });
    await send(user);
    expect(await price()).toHaveTextContent('USD 150.000');
    await delay(400);
    expect(screen.getByTestId('price')).toHaveTextContent('USD 150.000');
  });
});

describe('mistakes', () => {
  it('are shown at their fields, the first one gets the focus, and nothing is sent', async () => {
    const requests = answering([200, PRICE]);
    const user = userEvent.setup();
    render(<App />);
    await send(user);
    expect(field(/^región/i)).toHaveFocus();
    expect(field(/^región/i)).toHaveAccessibleDescription('Elegí la región donde está la propiedad.');
    expect(field('Superficie total')).toBeInvalid();
    expect(screen.getByText('Hay 2 datos por corregir.')).toBeVisible();
    expect(requests).toHaveLength(0);
  });

  it('go away as they are corrected', async () => {
    const user = userEvent.setup();
    render(<App />);
    await send(user);
    await fillSmallest(user);
    expect(screen.queryByText(/por corregir/)).not.toBeInTheDocument();
    expect(field('Superficie total')).toBeValid();
  });

  it('that the service finds are shown at their fields too, until those change', async () => {
    answering([422, REFUSAL]);
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await user.type(field('Baños'), '900');
    await send(user);
    await waitFor(() => {
      expect(field('Baños')).toHaveAccessibleDescription('Tiene que estar entre 0 y 100.');
    });
    expect(field(/^barrio/i)).toHaveFocus();
    expect(field(/^barrio/i)).toHaveAccessibleDescription('Tiene que ser un texto; se recibió 1.');
    expect(screen.getByRole('alert')).toHaveTextContent('El servicio no aceptó los datos');
    await user.clear(field('Baños'));
    expect(field('Baños')).toBeValid();
  });
});

describe('failures', () => {
  it('say what happened and can be tried again', async () => {
    const requests = answering([500, null], [200, PRICE]);
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    expect(await screen.findByRole('alert')).toHaveTextContent('El servicio falló (código 500).');
    await user.click(screen.getByRole('button', { name: 'Reintentar' }));
    await price();
    expect(await requests[1]?.json()).toEqual({ l2: 'Capital Federal', surface_total: 60 });
  });

  it('of the network are told as such', async () => {
    server.use(http.post(PREDICT, () => HttpResponse.error()));
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    expect(await screen.findByRole('alert', {}, { timeout: 3_000 })).toHaveTextContent('No pudimos conectarnos');
  });

  it('of GET /places leave a form that works', async () => {
    server.use(http.get('*/api/places', () => HttpResponse.error()));
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await user.type(field(/^barrio/i), 'Palermo');
    await send(user);
    expect(await price()).toBeVisible();
  });

  it('a long wait is explained', async () => {
    server.use(http.post(PREDICT, () => new Promise<never>(() => undefined)));
    const user = userEvent.setup();
    render(<App />);
    await fillSmallest(user);
    await send(user);
    expect(screen.getAllByText('Calculando el precio…')).not.toHaveLength(0);
    expect(await screen.findAllByText(/se está despertando/, {}, { timeout: SLOW_AFTER_MS + 2_000 })).not.toHaveLength(
      0,
    );
  });
});

describe('the language', () => {
  it('is Spanish first; English changes the document, is asked of the service and is remembered', async () => {
    const requests = answering([200, PRICE]);
    const user = userEvent.setup();
    const { unmount } = render(<App />);
    expect(document.documentElement.lang).toBe('es');
    await fillSmallest(user);
    await send(user);
    await price();
    await user.click(screen.getByRole('button', { name: 'English' }));
    expect(document.documentElement.lang).toBe('en');
    expect(document.title).toContain('What is your home worth?');
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 172,449');
    });
    await waitFor(() => {
      expect(requests.map(({ headers }) => headers.get('accept-language'))).toEqual(['es', 'en']);
    });
    unmount();
    render(<App />);
    expect(screen.getByRole('heading', { level: 1, name: 'What is your home worth?' })).toBeVisible();
  });
});

describe('the list of places', () => {
  it('is opened, walked and closed by keyboard, and a press chooses', async () => {
    const user = userEvent.setup();
    render(<App />);
    await screen.findByRole('option', { name: 'Mendoza' });
    const box = field(/^barrio/i);
    await user.click(box);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(box).toHaveAttribute('aria-expanded', 'true');
    const marked = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
    expect(marked).toHaveTextContent('Núñez');
    await user.keyboard('{Escape}');
    expect(box).toHaveAttribute('aria-expanded', 'false');
    await user.type(box, 'godoy');
    await user.click(screen.getByRole('option', { name: /Godoy Cruz/ }));
    expect(box).toHaveValue('Godoy Cruz');
    expect(field(/^región/i)).toHaveValue('Mendoza');
  });

  it('another region clears a locality that is not in it', async () => {
    const user = userEvent.setup();
    render(<App />);
    await user.selectOptions(field(/^región/i), await screen.findByRole('option', { name: 'Mendoza' }));
    await user.type(field(/^barrio/i), 'Godoy Cruz');
    await user.selectOptions(field(/^región/i), 'Capital Federal');
    expect(field(/^barrio/i)).toHaveValue('');
    await user.type(field(/^barrio/i), 'Macondo');
    expect(field(/^barrio/i)).toHaveAccessibleDescription(/No tenemos avisos con ese nombre/);
  });
});
