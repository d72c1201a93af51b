/** One question: where, what, how large. Mistakes found here are never sent; the service's come back to their field. */

import { useEffect, useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';

import type { Fault } from '../../api/failure';
import { check, FIELDS, SURFACES } from '../../home/draft';
import type { Draft, FieldName, Mistake } from '../../home/draft';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import { faultsOf } from '../../session/state';
import { useSession } from '../../session/use-session';
import { CountInput, SurfaceInput, TypeInput } from './inputs';
import { MapPicker } from './map-picker';
import { MoreData } from './more-data';
import { PlaceInput } from './place-input';

/** That one of two is missing is said once, below both. */
const SAID_BELOW = { error: '' };

type Errors = Readonly<Partial<Record<FieldName, string>>>;

export function HomeForm() {
  const { messages } = useWords();
  const [state, session] = useSession();
  const form = useRef<HTMLFormElement>(null);
  const errors = useErrors();
  const { failure } = state;
  useEffect(() => {
    if (failure?.kind === 'invalid') focusFirst(form.current);
  }, [failure]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    session.submit();
    if ('mistakes' in check(session.get().draft)) {
      requestAnimationFrame(() => {
        focusFirst(form.current);
      });
    }
  };
  return (
    <form id="form" ref={form} className="card form" noValidate aria-label={messages.form.label} onSubmit={submit}>
      <div className="headed">
        <PlaceInput error={errors.place} />
        <MapPicker />
      </div>
      <Numbers errors={errors} />
      <p className="form-problems" role="status">
        {Object.keys(errors).length > 0 ? messages.form.problems(Object.keys(errors).length) : ''}
      </p>
      <Actions />
    </form>
  );
}

function Numbers({ errors }: { readonly errors: Errors }) {
  const { form, mistakes } = useWords().messages;
  const [{ draft }, session] = useSession();
  const none = errors.surface_covered === mistakes.surface;
  const props = <Name extends FieldName & keyof Draft>(name: Name) => ({
    name,
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => {
      session.type({ ...draft, [name]: value });
    },
  });
  return (
    <>
      <TypeInput {...props('property_type')} />
      <fieldset className="surfaces" aria-describedby="surfaces-hint">
        <legend className="field-label">{form.surface}</legend>
        {SURFACES.map((name) => (
          <SurfaceInput key={name} {...props(name)} {...(none && SAID_BELOW)} />
        ))}
        <p id="surfaces-hint" className="field-hint">
          {none ? <strong className="field-error">{mistakes.surface}</strong> : form.oneSurface} {form.surfaceHint}
        </p>
      </fieldset>
      <div className="headed">
        <CountInput {...props('rooms')} />
        <Help title={form.roomsHelp} text={form.roomsHelpText} />
      </div>
      <MoreData errors={errors} />
    </>
  );
}

function Help({ title, text }: { readonly title: string; readonly text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button-link aside"
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {title}
      </button>
      {open && <p className="field-hint">{text}</p>}
    </>
  );
}

function Actions() {
  const { form } = useWords().messages;
  const [{ phase, result }, session] = useSession();
  return (
    <div className="actions">
      <button type="submit" className="button button-main">
        {phase === 'pending' ? form.pending : result ? form.submitAgain : form.submit}
      </button>
      <button type="button" className="button button-quiet" onClick={session.clear}>
        {form.reset}
      </button>
    </div>
  );
}

/** Mistakes are shown once somebody has tried to send the form; the service's faults until the field changes. */
function useErrors(): Errors {
  const words = useWords();
  const [state] = useSession();
  const checked = check(state.draft);
  const mistakes = state.sent && 'mistakes' in checked ? checked.mistakes : {};
  const faults = faultsOf(state);
  const texts = FIELDS.map((name) => {
    const [mistake, fault] = [mistakes[name], faults[name]];
    return [name, mistake ? mistakeText(words, mistake) : fault && faultText(words, fault)] as const;
  });
  return Object.fromEntries(texts.filter(([, text]) => text));
}

function mistakeText({ messages, format }: Words, mistake: Mistake): string {
  if (mistake.kind !== 'limits') return messages.mistakes[mistake.kind];
  return messages.between(format.number(mistake.low), format.number(mistake.high));
}

function faultText({ messages, format }: Words, fault: Fault): string {
  if ('low' in fault) return messages.between(format.number(fault.low), format.number(fault.high));
  return fault.text || messages.refused;
}

/** The first control at fault, in the order of the page. */
function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
