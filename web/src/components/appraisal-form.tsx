/** The questions. Mistakes found here are never sent; those that the service finds come back to their field. */

import { useEffect, useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';

import type { Fault, Faults } from '../api/failure';
import { check, FIELDS } from '../api/home';
import type { FieldName, Home, Mistakes } from '../api/home';
import type { Places } from '../api/places';
import { findPlace } from '../api/places';
import { useWords } from '../i18n/language';
import type { Words } from '../i18n/language';
import { HomeIcon, PinIcon, PlanIcon, RulerIcon } from './icons';
import { CountInput, RegionInput, SurfaceInput, TypeInput } from './inputs';
import { LocalityInput } from './locality-input';
import { useDraft } from './use-draft';
import type { DraftState } from './use-draft';

interface FormProps {
  readonly places: Places;
  readonly pending: boolean;
  readonly faults: Faults;
  readonly onSubmit: (home: Home) => void;
  readonly onEdit: () => void;
}

export function AppraisalForm({ places, pending, faults, onSubmit, onEdit }: FormProps) {
  const words = useWords();
  const state = useDraft();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    focusFirst(form.current, faults);
  }, [faults]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const checked = check(state.draft);
    state.attempt();
    if ('home' in checked) onSubmit(checked.home);
    else focusFirst(form.current, checked.mistakes);
  };
  const error = (name: FieldName) => errorText(words, state.mistakes, state.fault(name, faults), name);
  return (
    <form
      id="form"
      ref={form}
      className="card form"
      noValidate
      aria-label={words.messages.form.label}
      onSubmit={submit}
      onChange={onEdit}
    >
      <Place places={places} state={state} error={error} onEdit={onEdit} />
      <Shape places={places} state={state} error={error} onEdit={onEdit} />
      <p className="form-problems" role="status">
        {problemsText(words, FIELDS.filter((name) => error(name)).length)}
      </p>
      <Actions pending={pending} onReset={state.reset} />
    </form>
  );
}

function Actions({ pending, onReset }: { readonly pending: boolean; readonly onReset: () => void }) {
  const { form } = useWords().messages;
  return (
    <div className="actions">
      <button type="submit" className="button button-main" aria-disabled={pending}>
        {pending ? form.pending : form.submit}
      </button>
      <button type="button" className="button button-quiet" onClick={onReset}>
        {form.reset}
      </button>
    </div>
  );
}

interface PartProps {
  readonly places: Places;
  readonly state: DraftState;
  readonly error: (name: FieldName) => string | undefined;
  readonly onEdit: () => void;
}

function Place({ places, state: { draft, set, replace }, error, onEdit }: PartProps) {
  const { messages } = useWords();
  const moveTo = (region: string) => {
    const stays = !findPlace(places.places, draft.l2, draft.locality);
    replace({ ...draft, l2: region, locality: stays ? draft.locality : '' });
  };
  return (
    <Group title={messages.form.where} icon={<PinIcon />}>
      <RegionInput
        name="l2"
        value={draft.l2}
        error={error('l2')}
        options={places.regions}
        onChange={(_, value) => {
          moveTo(value);
        }}
      />
      <LocalityInput
        value={draft.locality}
        region={draft.l2}
        places={places.places}
        error={error('locality')}
        onChange={(value) => {
          set('locality', value);
        }}
        onPick={(place) => {
          replace({ ...draft, l2: place.l2, locality: place.name });
          onEdit();
        }}
      />
    </Group>
  );
}

function Shape({ places, state: { draft, set }, error, onEdit }: PartProps) {
  const { messages } = useWords();
  const props = <Name extends FieldName>(name: Name) => ({
    name,
    value: draft[name],
    error: error(name),
    onChange: set,
  });
  const count = (name: 'rooms' | 'bedrooms' | 'bathrooms') => ({
    ...props(name),
    onChange: (field: FieldName, value: string) => {
      set(field, value);
      onEdit();
    },
  });
  return (
    <>
      <Group title={messages.form.what} icon={<HomeIcon />}>
        <TypeInput {...props('property_type')} options={places.types} />
      </Group>
      <Group title={messages.form.size} icon={<RulerIcon />} note={messages.form.surfaceHint} className="two">
        <SurfaceInput {...props('surface_total')} />
        <SurfaceInput {...props('surface_covered')} />
      </Group>
      <Group title={messages.form.layout} icon={<PlanIcon />} note={messages.form.optional} className="three">
        <CountInput {...count('rooms')} />
        <CountInput {...count('bedrooms')} />
        <CountInput {...count('bathrooms')} />
      </Group>
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly note?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

function Group({ title, icon, note, className = '', children }: GroupProps) {
  return (
    <section className="group">
      <h2 className="group-title">
        {icon}
        {title}
        {note && <small>{note}</small>}
      </h2>
      <div className={`group-fields ${className}`}>{children}</div>
    </section>
  );
}

function problemsText({ messages }: Words, count: number): string {
  return count > 0 ? messages.form.problems(count) : '';
}

function errorText(words: Words, mistakes: Mistakes, fault: Fault | undefined, name: FieldName): string | undefined {
  const mistake = mistakes[name];
  if (mistake) return words.messages.mistakes[mistake];
  return fault && faultText(words, fault);
}

function faultText({ messages, format }: Words, fault: Fault): string {
  if ('low' in fault) return messages.limits.between(format.number(fault.low), format.number(fault.high));
  return fault.text || messages.limits.refused;
}

/** The first field at fault, in the order of the page. */
function focusFirst(form: HTMLFormElement | null, at: Readonly<Partial<Record<FieldName, unknown>>>): void {
  const name = FIELDS.find((field) => at[field] !== undefined);
  const control = name && form?.querySelector<HTMLElement>(`[name="${name}"]`);
  if (control) control.focus();
}
