/** A label, its control, and what is to be said about it: a hint or an error, tied to the control. */

import type { ReactNode } from 'react';

import type { FieldName } from '../../home/draft';
import { useWords } from '../../i18n/language';

export interface ControlProps {
  readonly id: string;
  readonly name: FieldName;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly name: FieldName;
  /** What stands above the control, where its group says the rest of the field's name. */
  readonly label?: string;
  readonly error: string | undefined;
  readonly hint?: string | undefined;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

export function Field({ name, label, error, hint, className = '', children }: FieldProps) {
  const { messages } = useWords();
  const described = error ? `${name}-error` : hint ? `${name}-hint` : undefined;
  return (
    <div className={`field ${className} ${error === undefined ? '' : 'field-wrong'}`}>
      <label htmlFor={name} className="field-label">
        {label ?? messages.fields[name]}
      </label>
      {children({ id: name, name, 'aria-invalid': error !== undefined, 'aria-describedby': described })}
      <FieldNote name={name} error={error} hint={hint} />
    </div>
  );
}

export function FieldNote({ name, error, hint }: Pick<FieldProps, 'name' | 'error' | 'hint'>) {
  if (error) {
    return (
      <p id={`${name}-error`} className="field-error">
        {error}
      </p>
    );
  }
  return hint ? (
    <p id={`${name}-hint`} className="field-hint">
      {hint}
    </p>
  ) : null;
}
