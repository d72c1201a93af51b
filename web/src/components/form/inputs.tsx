/** The controls for what a home is: its type, its surfaces, its counts. */

import type { KeyboardEvent } from 'react';

import { LIMITS } from '../../api/limits.gen';
import type { CountName, SurfaceName } from '../../home/draft';
import { readNumber } from '../../home/number';
import { useWords } from '../../i18n/language';
import { TypeIcon } from '../icons';
import { Field, FieldNote } from './field';

interface InputProps<Name> {
  readonly name: Name;
  readonly value: string;
  readonly error: string | undefined;
  readonly hint?: string | undefined;
  readonly onChange: (value: string) => void;
}

const TYPES = ['Departamento', 'Casa', 'PH', 'Otros'];

export function TypeInput({ name, value, error, onChange }: InputProps<'property_type'>) {
  const { messages } = useWords();
  return (
    <fieldset className="field types" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="field-label">{messages.fields[name]}</legend>
      <div className="chip-row">
        {TYPES.map((type) => (
          <label key={type} className="chip">
            <input
              type="radio"
              name={name}
              value={type}
              checked={value === type}
              aria-invalid={error !== undefined}
              onChange={() => {
                onChange(type);
              }}
            />
            <span>
              <TypeIcon type={type} />
              {messages.types[type]}
            </span>
          </label>
        ))}
      </div>
      <FieldNote name={name} error={error} />
    </fieldset>
  );
}

/** What most homes measure, m²: the slider's ends. Larger and smaller ones are typed. */
const SLIDER = { min: 15, max: 400, step: 5 };

export function SurfaceInput({ name, value, error, onChange }: InputProps<SurfaceName>) {
  const { messages } = useWords();
  const number = readNumber(value);
  return (
    <Field name={name} label={messages.form.surfaces[name]} error={error} className="surface">
      {(control) => (
        <>
          <div className="control with-unit">
            <TextInput {...{ control, value, onChange }} mode="decimal" />
            <span className="unit" aria-hidden="true">
              m²
            </span>
          </div>
          <input
            type="range"
            className={number === undefined ? 'slider slider-empty' : 'slider'}
            aria-label={messages.form.slide(messages.fields[name])}
            {...SLIDER}
            value={number ?? SLIDER.min}
            aria-valuetext={number === undefined ? messages.form.notGiven : undefined}
            onChange={(event) => {
              onChange(event.target.value);
            }}
          />
        </>
      )}
    </Field>
  );
}

interface TextInputProps {
  readonly control: object;
  readonly mode: 'decimal' | 'numeric';
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

function TextInput({ control, mode, value, onChange, onKeyDown }: TextInputProps) {
  return (
    <input
      {...control}
      type="text"
      inputMode={mode}
      autoComplete="off"
      placeholder="–"
      value={value}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

export function CountInput({ name, value, error, hint, onChange }: InputProps<CountName>) {
  const { fields, form } = useWords().messages;
  const { low, high } = LIMITS[name];
  const count = readNumber(value);
  const step = (by: 1 | -1) => {
    onChange(stepped(count, by, low, high));
  };
  return (
    <Field name={name} error={error} hint={hint}>
      {(control) => (
        <div className="control stepper">
          <StepButton by={-1} label={form.less(fields[name])} disabled={!value} onStep={step} />
          <TextInput
            {...{ control, value, onChange }}
            mode="numeric"
            onKeyDown={(event) => {
              stepByKey(event, step);
            }}
          />
          <StepButton by={1} label={form.plus(fields[name])} disabled={count === high} onStep={step} />
        </div>
      )}
    </Field>
  );
}

/** Below the lowest count there is nothing: not said. Up from nothing is one, for a home with none is rarely meant. */
export function stepped(count: number | undefined, by: 1 | -1, low: number, high: number): string {
  if (count === undefined) return by > 0 ? String(Math.max(low, 1)) : '';
  const next = Math.round(count) + by;
  return next < low ? '' : String(Math.min(next, high));
}

function stepByKey(event: KeyboardEvent, step: (by: 1 | -1) => void): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  step(event.key === 'ArrowUp' ? 1 : -1);
}

interface StepButtonProps {
  readonly by: 1 | -1;
  readonly label: string;
  readonly disabled: boolean;
  readonly onStep: (by: 1 | -1) => void;
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
