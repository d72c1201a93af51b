/** The plain controls of the form. */

import type { KeyboardEvent } from 'react';

import type { CountName, FieldName, SurfaceName } from '../api/home';
import { readNumber } from '../api/home';
import { useWords } from '../i18n/language';
import { Field, FieldNote } from './field';

interface InputProps<Name extends FieldName> {
  readonly name: Name;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (name: Name, value: string) => void;
}

interface ChoiceProps<Name extends FieldName> extends InputProps<Name> {
  readonly options: readonly string[];
}

export function RegionInput({ name, value, error, options, onChange }: ChoiceProps<'l2'>) {
  const { messages } = useWords();
  return (
    <Field name={name} error={error} required>
      {(control) => (
        <select
          {...control}
          className="control select"
          aria-required="true"
          value={value}
          onChange={(event) => {
            onChange(name, event.target.value);
          }}
        >
          <option value="">{messages.form.choose}</option>
          {options.map((region) => (
            <option key={region} value={region}>
              {messages.regions[region] ?? region}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function TypeInput({ name, value, error, options, onChange }: ChoiceProps<'property_type'>) {
  const { messages } = useWords();
  return (
    <fieldset className="field chips" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="field-label">{messages.fields[name]}</legend>
      <div className="chip-row">
        {options.map((type) => (
          <label key={type} className="chip">
            <input
              type="radio"
              name={name}
              value={type}
              checked={value === type}
              aria-invalid={error !== undefined}
              onChange={() => {
                onChange(name, type);
              }}
            />
            <span>{messages.types[type] ?? type}</span>
          </label>
        ))}
      </div>
      <FieldNote name={name} error={error} />
    </fieldset>
  );
}

export function SurfaceInput({ name, value, error, onChange }: InputProps<SurfaceName>) {
  return (
    <Field name={name} error={error}>
      {(control) => (
        <div className="control with-unit">
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={value}
            onChange={(event) => {
              onChange(name, event.target.value);
            }}
          />
          <span className="unit" aria-hidden="true">
            m²
          </span>
        </div>
      )}
    </Field>
  );
}

export function CountInput({ name, value, error, onChange }: InputProps<CountName>) {
  const { fields, form } = useWords().messages;
  const count = readNumber(value) ?? 0;
  const step = (by: number) => {
    onChange(name, String(Math.max(0, count + by)));
  };
  return (
    <Field name={name} error={error}>
      {(control) => (
        <div className="control stepper">
          <StepButton by={-1} label={form.less(fields[name])} disabled={count === 0} onStep={step} />
          <input
            {...control}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            placeholder="–"
            value={value}
            onKeyDown={(event) => {
              stepByKey(event, step);
            }}
            onChange={(event) => {
              onChange(name, event.target.value);
            }}
          />
          <StepButton by={1} label={form.more(fields[name])} disabled={false} onStep={step} />
        </div>
      )}
    </Field>
  );
}

function stepByKey(event: KeyboardEvent, step: (by: number) => void): void {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  step(by);
}

interface StepButtonProps {
  readonly by: 1 | -1;
  readonly label: string;
  readonly disabled: boolean;
  readonly onStep: (by: number) => void;
}

/** Out of the tab order: with the keyboard, the arrows of the field do the same. */
function StepButton({ by, label, disabled, onStep }: StepButtonProps) {
  return (
    <button
      type="button"
      className="step"
      tabIndex={-1}
      aria-label={label}
      disabled={disabled}
      onClick={() => {
        onStep(by);
      }}
    >
      {by > 0 ? '+' : '−'}
    </button>
  );
}
