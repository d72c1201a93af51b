/** The plain controls of the form. */

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
  const { messages } = useWords();
  const label = messages.fields[name];
  const count = readNumber(value);
  const step = (by: number) => {
    onChange(name, String(Math.max(0, (count ?? 0) + by)));
  };
  return (
    <Field name={name} error={error}>
      {(control) => (
        <div className="control stepper">
          <StepButton label={messages.form.less(label)} sign="−" disabled={!count} onStep={() => { step(-1); }} />
          <input
            {...control}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            placeholder="–"
            value={value}
            onKeyDown={(event) => {
              const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
              if (by) step(by);
            }}
            onChange={(event) => {
              onChange(name, event.target.value);
            }}
          />
          <StepButton label={messages.form.more(label)} sign="+" disabled={false} onStep={() => { step(1); }} />
        </div>
      )}
    </Field>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly sign: string;
  readonly disabled: boolean;
  readonly onStep: () => void;
}

/** Out of the tab order: with the keyboard, the arrows of the field do the same. */
function StepButton({ label, sign, disabled, onStep }: StepButtonProps) {
  return (
    <button type="button" className="step" tabIndex={-1} aria-label={label} disabled={disabled} onClick={onStep}>
      {sign}
    </button>
  );
}
