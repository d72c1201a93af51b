/** Which places are suggested, which one is marked, and what the keys do to them. */

import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { search } from '../../places/places';
import type { Place } from '../../places/places';

const SHOWN = 7;
const NONE = -1;

export interface Suggestions {
  readonly shown: readonly Place[];
  readonly expanded: boolean;
  readonly open: boolean;
  readonly active: number | undefined;
  readonly show: () => void;
  readonly close: () => void;
  readonly pick: (place: Place) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function useSuggestions(
  places: readonly Place[],
  text: string,
  onPick: (place: Place) => void,
): Suggestions {
  const [{ open, marked }, setState] = useState({ open: false, marked: NONE });
  const shown = useMemo(() => search(places, text, SHOWN), [places, text]);
  const expanded = open && shown.length > 0;
  const mark = (index: number) => {
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
    active: expanded && marked < shown.length && marked !== NONE ? marked : undefined,
    show: () => {
      mark(NONE);
    },
    close,
    pick,
    onKeyDown: (event) => {
      if (press(event.key, { shown, marked, expanded, mark, close, pick })) event.preventDefault();
    },
  };
}

interface KeyState {
  readonly shown: readonly Place[];
  readonly marked: number;
  readonly expanded: boolean;
  readonly mark: (index: number) => void;
  readonly close: () => void;
  readonly pick: (place: Place) => void;
}

/** True where the key was for the list. Enter without a mark is left to the form. */
function press(key: string, { shown, marked, expanded, mark, close, pick }: KeyState): boolean {
  const chosen = expanded ? shown[marked] : undefined;
  if (key === 'ArrowDown') mark(marked + 1 < shown.length ? marked + 1 : 0);
  else if (key === 'ArrowUp') mark(marked > 0 ? marked - 1 : shown.length - 1);
  else if (key === 'Enter' && chosen) pick(chosen);
  else if (key === 'Escape' && expanded) close();
  else return false;
  return true;
}
