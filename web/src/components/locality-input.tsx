/** A text field with suggestions: the combobox of the ARIA patterns, so that the keyboard does everything. */

import { findPlace } from '../api/places';
import type { Place } from '../api/places';
import { useWords } from '../i18n/language';
import type { ControlProps } from './field';
import { Field } from './field';
import { useSuggestions } from './use-suggestions';
import type { Suggestions } from './use-suggestions';

const LIST = 'locality-list';

interface LocalityInputProps {
  readonly value: string;
  readonly region: string;
  readonly places: readonly Place[];
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onPick: (place: Place) => void;
}

export function LocalityInput({ value, region, places, error, onChange, onPick }: LocalityInputProps) {
  const { form } = useWords().messages;
  const list = useSuggestions({ places, region, value, onPick });
  const known = !value.trim() || !region || places.length === 0 || findPlace(places, region, value);
  return (
    <Field name="locality" error={error} hint={known ? form.localityHint : form.localityUnknown}>
      {(control) => (
        <div className="combobox">
          <Combobox {...{ control, value, list, onChange }} />
          <SuggestionList list={list} />
          <span className="sr-only" role="status">
            {list.open && value.trim() ? form.suggestions(list.shown.length) : ''}
          </span>
        </div>
      )}
    </Field>
  );
}

interface ComboboxProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly list: Suggestions;
  readonly onChange: (value: string) => void;
}

function Combobox({ control, value, list, onChange }: ComboboxProps) {
  return (
    <input
      {...control}
      className="control"
      type="text"
      role="combobox"
      autoComplete="off"
      spellCheck={false}
      placeholder={useWords().messages.form.localityPlaceholder}
      aria-autocomplete="list"
      aria-expanded={list.expanded}
      aria-controls={LIST}
      aria-activedescendant={list.active === undefined ? undefined : optionId(list.active)}
      value={value}
      onChange={(event) => {
        onChange(event.target.value);
        list.show();
      }}
      onClick={list.show}
      onBlur={list.close}
      onKeyDown={list.onKeyDown}
    />
  );
}

function SuggestionList({ list: { shown, expanded, active, pick } }: { readonly list: Suggestions }) {
  const label = useWords().messages.form.suggestionList;
  return (
    <ul id={LIST} role="listbox" aria-label={label} className="suggestions" hidden={!expanded}>
      {expanded &&
        shown.map((place, index) => (
          <Suggestion
            key={`${place.l2}/${place.name}`}
            place={place}
            index={index}
            active={index === active}
            onPick={pick}
          />
        ))}
    </ul>
  );
}

const optionId = (index: number) => `locality-option-${index}`;

interface SuggestionProps {
  readonly place: Place;
  readonly index: number;
  readonly active: boolean;
  readonly onPick: (place: Place) => void;
}

function Suggestion({ place, index, active, onPick }: SuggestionProps) {
  const { messages, format } = useWords();
  return (
    <li
      id={optionId(index)}
      role="option"
      aria-selected={active}
      className="suggestion"
      // A press would first blur the field and so close the list under the pointer.
      onPointerDown={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
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
