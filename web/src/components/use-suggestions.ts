/** Which suggestions are shown, which one is marked, and what the keys do to them. */

import { useState } from 'react';
import type { KeyboardEvent } from 'react';

import { suggest } from '../api/places';
import type { Place } from '../api/places';

const SHOWN = 7;
const NONE = -1;

export interface Suggestions {
  readonly shown: readonly Place[];
  readonly open: boolean;
  readonly expanded: boolean;
  readonly active: number | undefined;
  readonly show: () => void;
  readonly close: () => void;
  readonly pick: (place: Place) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

interface Search {
  readonly places: readonly Place[];
  readonly region: string;
  readonly value: string;
  readonly onPick: (place: Place) => void;
}

export function useSuggestions({ places, region, value, onPick }: Search): Suggestions {
  const [{ open, marked }, setState] = useState({ open: false, marked: NONE });
  const shown = suggest(places, region, value, SHOWN);
  const expanded = open && shown.length > 0;
  const show = (index: number) => {
    setState({ open: true, marked: index });
  };
  const close = () => {
    setState({ open: false, marked: NONE });
  };
  const pick = (place: Place) => {
    onPick(place);
    close();
  };
  return {
    shown,
    open,
    expanded,
    active: expanded && marked !== NONE ? marked : undefined,
    show: () => {
      show(NONE);
    },
    close,
    pick,
    onKeyDown: (event) => {
      press(event, {
        count: shown.length,
        marked,
        chosen: expanded ? shown[marked] : undefined,
        expanded,
        show,
        close,
        pick,
      });
    },
  };
}

interface KeyState {
  readonly count: number;
  readonly marked: number;
  readonly chosen: Place | undefined;
  readonly expanded: boolean;
  readonly show: (index: number) => void;
  readonly close: () => void;
  readonly pick: (place: Place) => void;
}

/** Enter without a mark is left to the form. */
function press(event: KeyboardEvent, { count, marked, chosen, expanded, show, close, pick }: KeyState): void {
  if (event.key === 'ArrowDown') show(marked + 1 < count ? marked + 1 : 0);
  else if (event.key === 'ArrowUp') show(marked > 0 ? marked - 1 : count - 1);
  else if (event.key === 'Enter' && chosen) pick(chosen);
  else if (event.key === 'Escape' && expanded) close();
  else return;
  event.preventDefault();
}
