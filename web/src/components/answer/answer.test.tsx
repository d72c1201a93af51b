import { cleanup, screen, within } from '@testing-library/react';
import { createRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Failure } from '../../api/failure';
import { fromHome } from '../../home/draft';
import { loadMessages } from '../../i18n/language';
import { draw, HOME, resultOf } from '../../test/drawn';
import { browserLike } from '../../test/page';
import { Actions } from './actions';
import { Answer } from './answer';
import Details from './details';
import { Notices } from './notices';
import { PriceBar } from './price-bar';
import { PriceCard } from './price-card';
import { Problem } from './problem';

beforeEach(browserLike);

const text = () => document.body.textContent.replaceAll('\u00a0', ' ');

describe('the price card', () => {
  const shown = resultOf();
  const draft = fromHome(shown.home);

  it('says how sure the range is, if that is known', () => {
    draw(<PriceCard result={resultOf({}, { range: { low: 1_000, high: 2_000, coverage: undefined } })} />, { draft, result: shown });
    expect(screen.getByTestId('range').textContent).toBe('Entre USD\u00a01.000 y USD\u00a02.000');
  });

  it('that is of the form as it stands says nothing of it', () => {
    draw(<PriceCard result={shown} />, { draft, result: shown, phase: 'done' });
    expect(document.querySelector('.standing')).toHaveTextContent(/^$/);
    expect(document.querySelector('.standing')).toHaveAttribute('data-stale', 'false');
  });

  it.each([
    ['done', 'Este precio es de los datos de antes.'],
    ['pending', ''],
    ['failed', 'No pudimos actualizar el precio: este es de los datos de antes.'],
  ] as const)('of another form, %s, says "%s"', (phase, said) => {
    draw(<PriceCard result={shown} />, { draft: { ...draft, rooms: '3' }, result: shown, phase });
    expect(document.querySelector('.standing')?.textContent).toBe(said);
    expect(document.querySelector('.standing')).toHaveAttribute('data-stale', 'true');
  });

  it('shows no difference beside a failure', () => {
    const result = resultOf({ rooms: 3 }, { price: 200_000 });
    draw(<PriceCard result={result} />, { result, baseline: shown, phase: 'failed', draft });
    expect(screen.queryByTestId('difference')).not.toBeInTheDocument();
  });
});

describe('notices', () => {
  it('are the service’s own in its language; none takes no room', () => {
    draw(<Notices result={resultOf()} />);
    expect(within(screen.getByRole('complementary', { name: 'Para tener en cuenta' })).getByRole('listitem')).toHaveTextContent(
      'Los avisos de esta zona son de 2017.',
    );
    cleanup();
    draw(<Notices result={resultOf({}, { notices: [] })} />);
    expect(text()).toBe('');
  });
});

describe('what can be done with a price', () => {
  it('is to print it', async () => {
    const print = vi.fn();
    window.print = print;
    const { user } = draw(<Actions result={resultOf()} />);
    await user.click(screen.getByRole('button', { name: 'Imprimir' }));
    expect(print).toHaveBeenCalledTimes(1);
  });

  it('is to set it aside, once', async () => {
    const { session, user } = draw(<Actions result={resultOf()} />);
    await user.click(screen.getByRole('button', { name: 'Comparar con otra' }));
    expect(session.pin).toHaveBeenCalledWith(true);
    cleanup();
    draw(<Actions result={resultOf()} />, { pinned: resultOf() });
    expect(screen.queryByRole('button', { name: 'Comparar con otra' })).not.toBeInTheDocument();
  });

  it('is to copy its address, and a browser that refuses is told of', async () => {
    const { user } = draw(<Actions result={resultOf()} />);
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(screen.getByRole('button', { name: 'Copiar el enlace' }));
    expect(screen.getByRole('status')).toHaveTextContent('No pudimos copiar: el enlace es la dirección de esta página.');
  });

  it('is to share it only where the browser can', () => {
    draw(<Actions result={resultOf()} />);
    expect(screen.queryByRole('button', { name: 'Compartir' })).not.toBeInTheDocument();
  });
});

describe('the price at the bottom of the window', () => {
  it('is there while the price is out of sight, and leads to it', async () => {
    let tell: (entries: readonly { isIntersecting: boolean }[]) => void = () => undefined;
    const [observe, disconnect] = [vi.fn(), vi.fn()];
    globalThis.IntersectionObserver = class {
      observe = observe;
      disconnect = disconnect;
      constructor(callback: typeof tell) {
        tell = callback;
      }
    } as unknown as typeof IntersectionObserver;
    const column = createRef<HTMLDivElement>() as { current: HTMLDivElement };
    column.current = document.createElement('div');
    column.current.innerHTML = '<p class="price"></p>';
    const scrollIntoView = vi.fn();
    Object.assign(column.current, { scrollIntoView });
    const { user } = draw(<PriceBar column={column} price={172_449} />);
    expect(observe).toHaveBeenCalledWith(column.current.firstElementChild);
    expect(text()).toBe('');
    tell([{ isIntersecting: false }]);
    const bar = within(await screen.findByRole('complementary', { name: 'Precio de publicación estimado' }));
    expect(bar.getByText(/USD\s172\.000/)).toBeVisible();
    await user.click(bar.getByRole('button', { name: 'Ver el precio' }));
    expect(scrollIntoView).toHaveBeenCalledTimes(1);
    tell([{ isIntersecting: true }]);
    await vi.waitFor(() => {
      expect(text()).toBe('');
    });
  });
});

describe('on paper', () => {
  it('is every datum that was given, with the day and the address of the question', () => {
    const home = { surface_total: 62.5, rooms: 3, bedrooms: null, garage: 0, amenities: ['pool', 'storage'] } as const;
    const { container } = draw(<Details result={resultOf({ ...home, amenities: [...home.amenities] })} />);
    const [data, asked] = [...container.querySelectorAll('.printed p')].map((line) => line.textContent.replaceAll('\u00a0', ' '));
    expect(data).toBe(
      'Tipo de vivienda: Departamento · Superficie cubierta: 55 m² · Superficie total: 62,5 m² · Ambientes: 3 · Cocheras: 0 · Comodidades: Pileta, Baulera',
    );
    expect(asked).toMatch(/^Consultado el \d+ de \w+ de \d{4}: http/);
  });
});

describe('a failure', () => {
  const said = (failure: Failure) => {
    cleanup();
    const drawn = draw(<Problem failure={failure} onRetry={vi.fn()} />);
    return { ...drawn, again: screen.queryByRole('button', { name: 'Reintentar' }), text: screen.getByRole('alert').textContent };
  };

  it.each([
    [{ kind: 'timeout' }, 'tardó demasiado', true],
    [{ kind: 'offline' }, 'No pudimos conectarnos', true],
    [{ kind: 'unreadable' }, 'algo que no entendemos', true],
    [{ kind: 'broken' }, 'La página falló', true],
    [{ kind: 'busy' }, 'Esperá un poco', true],
    [{ kind: 'server', status: 503 }, 'falló (código 503)', true],
    [{ kind: 'refused', status: 404 }, 'no acepta esta consulta (código 404)', false],
    [{ kind: 'invalid', faults: {}, detail: 'Faltan datos.' }, 'Faltan datos.', false],
    [{ kind: 'invalid', faults: {} }, 'Revisalos y probá de nuevo', false],
    [{ kind: 'invalid', faults: { rooms: { text: 'x' } }, detail: 'Faltan datos.' }, 'Revisalos y probá de nuevo', false],
  ] as unknown as [Failure, string, boolean][])('of %j says "%s"; tried again: %s', (failure, words, tried) => {
    const { text: shown, again } = said(failure);
    expect(shown).toContain(words);
    expect(again !== null).toBe(tried);
  });
});

describe('the answer', () => {
  it('that is on its way says so, busy; slow, it says why', () => {
    draw(<Answer />, { phase: 'pending' });
    expect(screen.getByRole('region', { name: 'Resultado' })).toHaveAttribute('aria-busy', 'true');
    expect(screen.getByRole('status')).toHaveTextContent('Calculando el precio…');
    cleanup();
    draw(<Answer />, { phase: 'pending', slow: true });
    expect(screen.getAllByText('El servicio se está despertando: puede tardar unos segundos.')).toHaveLength(2);
  });

  it('before any question is a promise, and announces nothing', () => {
    draw(<Answer />);
    expect(screen.getByRole('region', { name: 'Resultado' })).toHaveAttribute('aria-busy', 'false');
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
    expect(screen.getByRole('heading', { name: 'Acá vas a ver el precio' })).toBeVisible();
  });

  it('of before shows homes of before, and none shows none', async () => {
    draw(<Answer />, { homes: [{ home: HOME, price: 172_449 }] });
    expect(await screen.findByRole('navigation', { name: 'Tus últimas viviendas' })).toBeVisible();
    cleanup();
    draw(<Answer />);
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });

  it('stays in sight while somebody plays, and gives way to a question that was sent', () => {
    const result = resultOf();
    draw(<Answer />, { phase: 'pending', result, playing: true });
    expect(screen.getByTestId('price')).toBeVisible();
    cleanup();
    draw(<Answer />, { phase: 'pending', result, playing: false });
    expect(screen.queryByTestId('price')).not.toBeInTheDocument();
  });

  it('is announced in the language of the page', async () => {
    await loadMessages('en');
    draw(<Answer />, { phase: 'done', result: resultOf() }, 'en');
    expect(screen.getAllByRole('status')[0]?.textContent.replaceAll('\u00a0', ' ')).toMatch(/USD 172,000.*USD 143,000.*USD 208,000/);
    cleanup();
    draw(<Answer />, { phase: 'done', result: resultOf({}, { range: undefined }) });
    expect(screen.getAllByRole('status')[0]?.textContent).toBe('Precio estimado: USD\u00a0172.000.');
  });
});
