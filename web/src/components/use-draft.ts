/** The form's state: what is typed, and what is wrong with it once somebody has tried to send it. */

import { useState } from 'react';

import { check, EMPTY, withField } from '../api/home';
import type { Draft, FieldName, Mistakes } from '../api/home';
import type { Fault, Faults } from '../api/failure';

export interface DraftState {
  readonly draft: Draft;
  readonly mistakes: Mistakes;
  readonly set: (name: FieldName, value: string) => void;
  readonly replace: (draft: Draft) => void;
  readonly attempt: () => void;
  readonly reset: () => void;
  /** The service's word on a field, until the field is changed. */
  readonly fault: (name: FieldName, faults: Faults) => Fault | undefined;
}

export function useDraft(): DraftState {
  const [draft, replace] = useState(EMPTY);
  const [attempted, setAttempted] = useState(false);
  const [sent, setSent] = useState<Draft>();
  const checked = check(draft);
  return {
    draft,
    mistakes: attempted && 'mistakes' in checked ? checked.mistakes : {},
    set: (name, value) => {
      replace((former) => withField(former, name, value));
    },
    replace,
    attempt: () => {
      setAttempted(true);
      setSent(draft);
    },
    reset: () => {
      replace(EMPTY);
      setAttempted(false);
    },
    fault: (name, faults) => (sent?.[name] === draft[name] ? faults[name] : undefined),
  };
}
