/** The page as a person meets it. */

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';

import { App } from '../components/app';
import { createSession } from '../session/session';
import type { Session } from '../session/session';
import { SessionContext } from '../session/use-session';

export type User = ReturnType<typeof userEvent.setup>;

export interface Opened {
  readonly user: User;
  readonly session: Session;
  readonly close: () => void;
}

/** At this address, with its list of places already here. */
export async function open(address = '/'): Promise<Opened> {
  window.history.replaceState(null, '', address);
  const session = createSession('http://localhost/places.json');
  const { unmount } = render(
    <SessionContext value={session}>
      <App />
    </SessionContext>,
  );
  await vi.waitFor(() => {
    if (!['here', 'failed'].includes(session.places.get().state)) throw new Error('the places are not here yet');
  }, 15_000);
  return { user: userEvent.setup(), session, close: unmount };
}

export const field = (name: string | RegExp) => screen.getByLabelText(name);
export const place = () => screen.getByRole('combobox');
export const covered = () => screen.getByRole('textbox', { name: /cubierta|covered/i });
export const price = () => screen.findByTestId('price');
export const send = (user: User) =>
  user.click(screen.getByRole('button', { name: /^(calcular|calculando|get the price|get it again)/i }));

export async function fill(user: User, text = 'palermo'): Promise<void> {
  await user.type(place(), text);
  await user.type(covered(), '60');
}

/** A page with a price on it. */
export async function priced(address = '/'): Promise<Opened> {
  const opened = await open(address);
  await fill(opened.user);
  await send(opened.user);
  await price();
  // What the first price does not need is here too.
  await screen.findByRole('button', { name: /^(comparar|compare)/i });
  return opened;
}

/** What jsdom lacks of a browser in Buenos Aires. */
export function browserLike(): void {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['es-AR']);
  Element.prototype.scrollIntoView = vi.fn();
  window.scrollBy = vi.fn();
  window.matchMedia = vi.fn().mockReturnValue({ matches: true });
  globalThis.IntersectionObserver = class {
    observe = vi.fn();
    disconnect = vi.fn();
  } as unknown as typeof IntersectionObserver;
}
