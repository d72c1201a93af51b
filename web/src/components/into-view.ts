/** Keeps what was asked for in the window: the price, the wait or the failure, whether it is above or below it. */

import { useEffect } from 'react';
import type { RefObject } from 'react';

import { useSession } from '../session/use-session';

const MARGIN = 12;

export function useBringIntoView(column: RefObject<HTMLElement | null>): void {
  const [{ phase, asked, playing, failure }] = useSession();
  const atField = failure?.kind === 'invalid' && Object.keys(failure.faults).length > 0;
  useEffect(() => {
    // While somebody plays with the form, the page stays where it is.
    if (phase === 'idle' || atField || (playing && phase !== 'failed')) return;
    bring(column.current?.querySelector<HTMLElement>('[data-focus]') ?? null);
  }, [column, phase, playing, atField, asked]);
}

function bring(element: HTMLElement | null): void {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  window.scrollBy({ top: top - MARGIN, behavior: still ? 'instant' : 'smooth' });
}
