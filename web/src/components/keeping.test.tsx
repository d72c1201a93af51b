import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { PRICE } from '../test/answers';
import { browserLike, covered, field, fill, open, place, price, priced, send } from '../test/page';
import { answering, bodies } from '../test/server';

beforeEach(browserLike);

const cheaper = { ...PRICE, precio_predicho: 160_000 };

describe('the address', () => {
  const ADDRESS = '/?l2=Capital+Federal&locality=Palermo&property_type=PH&surface_covered=60&rooms=3';

  it('holds the question: a reload asks it again and loses nothing', async () => {
    const requests = answering([200, PRICE]);
    await open(ADDRESS);
    await price();
    expect(await bodies(requests)).toEqual([
      { l2: 'Capital Federal', locality: 'Palermo', property_type: 'PH', surface_covered: 60, rooms: 3 },
    ]);
    expect(place()).toHaveValue('Palermo, Capital Federal (CABA)');
    expect(covered()).toHaveValue('60');
    expect(screen.getByRole('radio', { name: 'PH' })).toBeChecked();
  });

  it('of another hand with a mistake in it shows the mistake', async () => {
    const requests = answering([200, PRICE]);
    await open(`${ADDRESS}&bathrooms=-5`);
    expect(field('Baños')).toBeInvalid();
    expect(requests).toHaveLength(0);
  });

  it('goes back to the question before, and to the empty form', async () => {
    const { user } = await priced();
    const first = window.location.search;
    const requests = answering([200, cheaper]);
    await user.clear(covered());
    await user.type(covered(), '80');
    await send(user);
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 160.000');
    });
    window.history.back();
    await waitFor(() => {
      expect(window.location.search).toBe(first);
    });
    await waitFor(() => {
      expect(screen.getByTestId('price')).toHaveTextContent('USD 172.000');
    });
    expect(covered()).toHaveValue('60');
    expect(requests).toHaveLength(1);
    window.history.back();
    await waitFor(() => {
      expect(screen.queryByTestId('price')).not.toBeInTheDocument();
    });
    expect(place()).toHaveValue('');
  });

  it('is what is copied', async () => {
    const { user } = await priced();
    await user.click(screen.getByRole('button', { name: 'Copiar el enlace' }));
    expect(await screen.findByText('Enlace copiado')).toBeVisible();
    expect(await navigator.clipboard.readText()).toBe(window.location.href);
  });

  it('is what is shared, where the browser can', async () => {
    const share = vi.fn().mockResolvedValue(undefined);
    Object.assign(navigator, { share });
    const { user } = await priced();
    await user.click(screen.getByRole('button', { name: 'Compartir' }));
    expect(share).toHaveBeenCalledWith(
      expect.objectContaining({
        url: window.location.href,
        text: expect.stringMatching(/^Departamento.*Palermo.*60\sm².*: USD\s172\.000 según Tasador$/) as string,
      }),
    );
    Reflect.deleteProperty(navigator, 'share');
  });
});

describe('what the browser keeps', () => {
  it('a draft outlives the page, also one whose place is only typed', async () => {
    const { user, close } = await open();
    await fill(user, 'paler');
    close();
    await open('/');
    expect(place()).toHaveValue('paler');
    expect(covered()).toHaveValue('60');
  });

  it('clearing takes the price, the draft and the question away', async () => {
    const { user, close } = await priced();
    await user.click(screen.getByRole('button', { name: 'Borrar todo' }));
    expect(screen.queryByTestId('price')).not.toBeInTheDocument();
    expect(place()).toHaveValue('');
    expect(window.location.search).toBe('');
    close();
    await open('/');
    expect(covered()).toHaveValue('');
  });

  it('the last homes come back with one press', async () => {
    const { user, close } = await priced();
    close();
    await open('/');
    await user.click(screen.getByRole('button', { name: 'Borrar todo' }));
    await user.click(screen.getByRole('button', { name: /Palermo.*60\sm².*USD\s172\.000/ }));
    expect(await price()).toHaveTextContent('USD 172.000');
    expect(place()).toHaveValue('Palermo, Capital Federal (CABA)');
  });
});

describe('the language', () => {
  it('is that of the browser, until the reader chooses', async () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-FR', 'en-GB', 'es-AR']);
    const { user, close } = await open();
    expect(await screen.findByRole('heading', { level: 1, name: 'What is your home worth?' })).toBeVisible();
    expect(localStorage.getItem('tasador.language')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Español' }));
    expect(document.documentElement.lang).toBe('es');
    close();
    await open();
    expect(screen.getByRole('heading', { level: 1, name: '¿Cuánto vale tu casa?' })).toBeVisible();
  });

  it('changes every word and asks the service nothing', async () => {
    const { user } = await priced();
    const requests = answering([500, null]);
    await user.click(screen.getByRole('button', { name: 'English' }));
    expect(await screen.findByText('Between USD 143,000 and USD 208,000')).toBeVisible();
    expect(screen.getByTestId('price')).toHaveTextContent('USD 172,000');
    expect(screen.getByText('The adverts for this area are years old: today’s level is estimated.')).toBeVisible();
    expect(place()).toHaveValue('Palermo, Buenos Aires City (CABA)');
    expect(document.documentElement.lang).toBe('en');
    expect(document.title).toContain('What is your home worth?');
    expect(requests).toHaveLength(0);
  });
});
