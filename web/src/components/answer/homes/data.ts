/** What was said of a home, in words: each datum by its name. */

import type { FieldName, Home } from '../../../home/draft';
import { COUNTS, SURFACES } from '../../../home/draft';
import type { Words } from '../../../i18n/language';

export const DATA = ['property_type', ...SURFACES, ...COUNTS, 'amenities'] as const satisfies readonly FieldName[];
export type Datum = (typeof DATA)[number];

/** Of every datum that was given its name and its value, in the order of the form. */
export function dataOf(words: Words, home: Home): readonly (readonly [name: string, text: string])[] {
  return DATA.map((name) => [nameOf(words, name), datumText(words, home, name)] as const).filter(([, text]) => text);
}

/** What the form asks as a question is named as among the reasons. */
export function nameOf({ messages: { fields, why } }: Words, name: Datum): string {
  return (name === 'property_type' ? why.factors[name] : undefined) ?? fields[name];
}

/** Empty where nothing was said. */
export function datumText({ messages, format }: Words, home: Home, name: Datum): string {
  const value = home[name];
  if (value == null) return '';
  if (typeof value === 'string') return messages.types[value] ?? value;
  if (typeof value !== 'number') return value.map((one) => messages.amenities[one]).join(', ');
  return name.startsWith('surface') ? messages.result.surface(format.number(value)) : format.number(value);
}
