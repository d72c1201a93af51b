/** One field over the whole country: a combobox as the ARIA patterns have it, so that the keyboard does everything. */

import { useEffect, useRef } from 'react';

import { at, typedPlace } from '../../home/draft';
import { useWords } from '../../i18n/language';
import type { Place } from '../../places/places';
import { usePlaces, useSession } from '../../session/use-session';
import { placeText } from '../home-text';
import { PinIcon } from '../icons';
import { Field } from './field';
import type { ControlProps } from './field';
import { useSuggestions } from './use-suggestions';
import type { Suggestions } from './use-suggestions';

const LIST = 'place-list';

export function PlaceInput({ error }: { readonly error: string | undefined }) {
  const words = useWords();
  const [{ draft }, session] = useSession();
  const { places, state } = usePlaces();
  const list = useSuggestions(places, draft.l2 ? '' : draft.place, ({ l2, locality }) => {
    session.type(at(draft, { l2, locality }));
  });
  const { form } = words.messages;
  return (
    <Field name="place" error={error} hint={state === 'failed' ? form.placesFailed : undefined}>
      {(control) => (
        <div className="combobox">
          <PinIcon />
          <Combobox control={control} list={list} />
          <SuggestionList list={list} />
          <span className={list.shown.length > 0 ? 'sr-only' : 'field-hint'} role="status">
            {list.open && draft.place.trim() ? form.suggestions(list.shown.length) : ''}
          </span>
        </div>
      )}
    </Field>
  );
}

function Combobox({ control, list }: { readonly control: ControlProps; readonly list: Suggestions }) {
  const words = useWords();
  const [{ draft }, session] = useSession();
  const show = () => {
    session.places.load();
    list.show();
  };
  return (
    <input
      {...control}
      className="control"
      type="text"
      role="combobox"
      autoComplete="off"
      autoCapitalize="words"
      enterKeyHint="next"
      maxLength={100}
      spellCheck={false}
      placeholder={words.messages.form.placeExample}
      aria-autocomplete="list"
      aria-required="true"
      aria-expanded={list.expanded}
      aria-controls={LIST}
      aria-activedescendant={list.active === undefined ? undefined : optionId(list.active)}
      value={draft.l2 ? placeText(words, draft.l2, draft.locality) : draft.place}
      onChange={(event) => {
        session.type(typedPlace(draft, event.target.value));
        show();
      }}
      onClick={show}
      onFocus={(event) => {
        event.target.select();
      }}
      onBlur={list.close}
      onKeyDown={list.onKeyDown}
    />
  );
}

/** Kept clear of a phone's keyboard: the field goes to the top of what is seen. */
function SuggestionList({ list: { shown, expanded, active, pick } }: { readonly list: Suggestions }) {
  const { form } = useWords().messages;
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (expanded) lift(box.current);
  }, [expanded]);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={box} id={LIST} role="listbox" aria-label={form.suggestionList} className="suggestions" hidden={!expanded}>
      {expanded &&
        shown.map((place, index) => (
          <Suggestion
            key={`${place.l2}/${place.locality}`}
            place={place}
            index={index}
            active={index === active}
            onPick={pick}
          />
        ))}
    </ul>
  );
}

const HEADROOM = 48;

function lift(list: HTMLElement | null): void {
  const { visualViewport } = window;
  const field = list?.parentElement;
  if (!list || !field || !visualViewport) return;
  const { top } = field.getBoundingClientRect();
  if (list.getBoundingClientRect().bottom <= visualViewport.height) return;
  window.scrollBy({ top: top - HEADROOM, behavior: 'instant' });
}

const optionId = (index: number) => `place-option-${index}`;

interface SuggestionProps {
  readonly place: Place;
  readonly index: number;
  readonly active: boolean;
  readonly onPick: (place: Place) => void;
}

function Suggestion({ place, index, active, onPick }: SuggestionProps) {
  const { messages, format } = useWords();
  const region = messages.regions[place.l2] ?? place.l2;
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
        {place.locality ?? region} <small>{place.locality ? region : messages.form.region}</small>
      </span>
      {place.count > 0 && <small>{messages.form.adverts(format.number(place.count), place.count === 1)}</small>}
    </li>
  );
}
