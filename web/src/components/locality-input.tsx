/** A text field with suggestions: the combobox of the ARIA patterns, so that the keyboard does everything. */

import { useState } from 'react';
import type { KeyboardEvent } from 'react';

import { findPlace, suggest } from '../api/places';
import type { Place } from '../api/places';
import { useWords } from '../i18n/language';
import type { Words } from '../i18n/language';
import type { ControlProps } from './field';
import { Field } from './field';

const SHOWN = 7;
const LIST = 'locality-list';
const NONE = -1;

interface LocalityInputProps {
  readonly value: string;
  readonly region: string;
  readonly places: readonly Place[];
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onPick: (place: Place) => void;
}

export function LocalityInput(props: LocalityInputProps) {
  const { messages } = useWords();
  const { value, region, places, error } = props;
  const known = !value.trim() || !region || places.length === 0 || findPlace(places, region, value);
  const hint = known ? messages.form.localityHint : messages.form.localityUnknown;
  return (
    <Field name="locality" error={error} hint={hint}>
      {(control) => <Combobox control={control} {...props} />}
    </Field>
  );
}

function Combobox({ control, value, region, places, onChange, onPick }: LocalityInputProps & { readonly control: ControlProps }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(NONE);
  const shown = suggest(places, region, value, SHOWN);
  const expanded = open && shown.length > 0;
  const show = (index: number) => {
    setOpen(true);
    setActive(index);
  };
  const close = () => {
    setOpen(false);
    setActive(NONE);
  };
  const pick = (place: Place) => {
    onPick(place);
    close();
  };
  return (
    <div className="combobox">
      <input
        {...control}
        className="control"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder={words.messages.form.localityPlaceholder}
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={LIST}
        aria-activedescendant={expanded && active !== NONE ? optionId(active) : undefined}
        value={value}
        onChange={(event) => { onChange(event.target.value); show(NONE); }}
        onClick={() => { show(active); }}
        onBlur={close}
        onKeyDown={(event) => { onKey(event, { expanded, active, shown, show, close, pick }); }}
      />
      <ul id={LIST} role="listbox" aria-label={words.messages.fields.locality} className="suggestions" hidden={!expanded}>
        {expanded && shown.map((place, index) => (
          <Suggestion key={`${place.l2}/${place.name}`} {...{ place, index, words }} active={index === active} onPick={pick} />
        ))}
      </ul>
      <span className="sr-only" role="status">{open && value.trim() ? words.messages.form.suggestions(shown.length) : ''}</span>
    </div>
  );
}

interface ListState {
  readonly expanded: boolean;
  readonly active: number;
  readonly shown: readonly Place[];
  readonly show: (index: number) => void;
  readonly close: () => void;
  readonly pick: (place: Place) => void;
}

function onKey(event: KeyboardEvent, { expanded, active, shown, show, close, pick }: ListState) {
  const count = shown.length;
  const chosen = expanded ? shown[active] : undefined;
  if (event.key === 'ArrowDown') show(active + 1 < count ? active + 1 : 0);
  else if (event.key === 'ArrowUp') show(active > 0 ? active - 1 : count - 1);
  else if (event.key === 'Enter' && chosen) pick(chosen);
  else if (event.key === 'Escape' && expanded) close();
  else return;
  event.preventDefault();
}

const optionId = (index: number) => `locality-option-${index}`;

interface SuggestionProps {
  readonly place: Place;
  readonly index: number;
  readonly words: Words;
  readonly active: boolean;
  readonly onPick: (place: Place) => void;
}

function Suggestion({ place, index, words: { messages, format }, active, onPick }: SuggestionProps) {
  return (
    <li
      id={optionId(index)}
      role="option"
      aria-selected={active}
      className="suggestion"
      // Pressing, not clicking: a click would first blur the field and close the list.
      onPointerDown={(event) => {
        event.preventDefault();
        onPick(place);
      }}
    >
      <span>
        {place.name} <small>{messages.regions[place.l2] ?? place.l2}</small>
      </span>
      {place.count !== undefined && <small>{messages.form.adverts(format.number(place.count))}</small>}
    </li>
  );
}
