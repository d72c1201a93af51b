import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { State } from '../session/state';
import { draw, resultOf } from '../test/drawn';
import { browserLike } from '../test/page';
import { App } from './app';
import { CrashBoundary } from './crash-boundary';
import { Header } from './header';
import { homeText, placeText } from './home-text';
import { useBringIntoView } from './into-view';
import { wordsFor } from '../i18n/language';

beforeEach(browserLike);

describe('the head of the page', () => {
  it('speaks two languages and says which one now', async () => {
    const { session, user } = draw(<Header />);
    expect(screen.getByRole('button', { name: 'Español' })).toHaveAttribute('aria-pressed', 'true');
    const english = screen.getByRole('button', { name: 'English' });
    expect(english).toHaveAttribute('aria-pressed', 'false');
    expect(english).toHaveAttribute('lang', 'en');
    await user.click(english);
    expect(session.speak).toHaveBeenCalledWith('en');
  });

  it('has a way past itself for the keyboard', () => {
    draw(<Header />);
    expect(screen.getByRole('link', { name: 'Ir al formulario' })).toHaveAttribute('href', '#form');
  });
});

describe('the page', () => {
  it('starts its session once and names the model that a price is of', async () => {
    const { session } = draw(<App />, { result: resultOf(), phase: 'done' });
    expect(session.start).toHaveBeenCalledTimes(1);
    expect(screen.getByText('Modelo m-0123456789ab')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Cómo se calcula el precio, y qué no es' })).toHaveAttribute('href', '/como-se-calcula.html');
    await waitFor(() => {
      expect(document.title).toBe('Tasador · ¿Cuánto vale tu casa?');
    });
    cleanup();
    draw(<App />);
    expect(screen.queryByText(/^Modelo/)).not.toBeInTheDocument();
  });
});

describe('an exception while drawing', () => {
  const Broken = (): ReactNode => {
    throw new Error('broken');
  };

  it('ends in words and a way out, and what stands beside it stays', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    draw(
      <>
        <p>El formulario</p>
        <CrashBoundary>
          <Broken />
        </CrashBoundary>
      </>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Esta página falló');
    expect(screen.getByRole('link', { name: 'Recargar la página' })).toHaveAttribute('href', '/');
    expect(screen.getByText('El formulario')).toBeVisible();
  });

  it('is not said where nothing failed', () => {
    draw(<CrashBoundary>bien</CrashBoundary>);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(document.body).toHaveTextContent('bien');
  });
});

describe('what was asked for', () => {
  const Shown = ({ at }: { readonly at: readonly [top: number, bottom: number] | undefined }) => {
    const column = { current: document.createElement('div') };
    if (at) {
      const element = document.createElement('p');
      element.dataset['focus'] = '';
      element.getBoundingClientRect = () => ({ top: at[0], bottom: at[1] }) as DOMRect;
      column.current.append(element);
    }
    useBringIntoView(column);
    return null;
  };
  const scrolled = (state: Partial<State>, at?: readonly [number, number]) => {
    const scrollBy = vi.fn();
    Object.assign(window, { innerHeight: 600, scrollBy });
    draw(<Shown at={at} />, state);
    return scrollBy.mock.calls.map(([to]) => to as ScrollToOptions);
  };

  it('comes into the window from below and from above, a little under its edge', () => {
    expect(scrolled({ phase: 'done' }, [500, 601])).toEqual([{ top: 488, behavior: 'instant' }]);
    expect(scrolled({ phase: 'pending' }, [-1, 100])).toEqual([{ top: -13, behavior: 'instant' }]);
    expect(scrolled({ phase: 'failed' }, [700, 800])).toHaveLength(1);
  });

  it('that is in the window already, or is nowhere, moves nothing', () => {
    expect(scrolled({ phase: 'done' }, [0, 600])).toEqual([]);
    expect(scrolled({ phase: 'done' })).toEqual([]);
  });

  it('is nothing before a question, and while somebody plays, unless that fails', () => {
    expect(scrolled({ phase: 'idle' }, [700, 800])).toEqual([]);
    expect(scrolled({ phase: 'done', playing: true }, [700, 800])).toEqual([]);
    expect(scrolled({ phase: 'failed', playing: true }, [700, 800])).toHaveLength(1);
  });

  it('is not the answer where the mistake is in a field', () => {
    const failure = { kind: 'invalid', faults: { rooms: { text: 'x' } } } as unknown as State['failure'];
    expect(scrolled({ phase: 'failed', failure }, [700, 800])).toEqual([]);
    expect(scrolled({ phase: 'failed', failure: { kind: 'invalid', faults: {} } as State['failure'] }, [700, 800])).toHaveLength(1);
  });

  it('glides, where the reader has not asked for stillness', () => {
    const matchMedia = vi.fn().mockReturnValue({ matches: false });
    window.matchMedia = matchMedia;
    expect(scrolled({ phase: 'done' }, [700, 800])).toEqual([{ top: 688, behavior: 'smooth' }]);
    expect(matchMedia.mock.calls).toEqual([['(prefers-reduced-motion: reduce)']]);
  });
});

describe('a home in a line', () => {
  const words = wordsFor('es');

  it('tells what is known of it', () => {
    const home = { l2: 'Mendoza', property_type: 'Otros', surface_total: 80, rooms: 1, bedrooms: 2, bathrooms: 1 } as const;
    expect(homeText(words, home).replaceAll('\u00a0', ' ')).toBe('Mendoza · 80 m² · 1 ambiente · 2 dormitorios · 1 baño');
  });

  it('has a place with its region, or the region alone', () => {
    expect(placeText(words, 'Capital Federal', 'Palermo')).toBe('Palermo, Capital Federal (CABA)');
    expect(placeText(words, 'Capital Federal', '')).toBe('Capital Federal (CABA)');
    expect(placeText(words, 'Nowhere', undefined)).toBe('Nowhere');
  });
});

it('without a session around it a page stands all the same', () => {
  render(<Header />);
  expect(screen.getByText('Tasador')).toBeVisible();
});
