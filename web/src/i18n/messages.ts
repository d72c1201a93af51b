/** Every word of the page. A key that one language lacks does not compile. */

import type { FieldName, Mistake } from '../api/home';

export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Messages {
  readonly locale: string;
  readonly title: string;
  readonly tagline: string;
  readonly intro: string;
  readonly language: string;
  readonly languages: Readonly<Record<Language, string>>;
  readonly skip: string;
  readonly footer: string;
  readonly model: (version: string) => string;
  readonly form: {
    readonly label: string;
    readonly where: string;
    readonly what: string;
    readonly size: string;
    readonly layout: string;
    readonly required: string;
    readonly optional: string;
    readonly choose: string;
    readonly localityPlaceholder: string;
    readonly localityHint: string;
    readonly localityUnknown: string;
    readonly surfaceHint: string;
    readonly less: (field: string) => string;
    readonly more: (field: string) => string;
    readonly submit: string;
    readonly pending: string;
    readonly reset: string;
    readonly suggestionList: string;
    readonly suggestions: (count: number) => string;
    readonly adverts: (count: string) => string;
    readonly problems: (count: number) => string;
  };
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly regions: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly typesInText: Readonly<Record<string, string>>;
  readonly mistakes: Readonly<Record<Mistake, string>>;
  readonly limits: {
    readonly between: (low: string, high: string) => string;
    readonly refused: string;
  };
  readonly result: {
    readonly label: string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly emptyPoints: readonly string[];
    readonly price: string;
    readonly range: string;
    readonly rangeText: (low: string, high: string) => string;
    readonly coverage: (percent: string) => string;
    readonly perM2: string;
    readonly level: string;
    readonly announce: (price: string) => string;
    readonly announceRange: (price: string, low: string, high: string) => string;
    readonly changed: string;
    readonly surface: (text: string) => string;
    readonly rooms: (count: number) => string;
    readonly bedrooms: (count: number) => string;
    readonly bathrooms: (count: number) => string;
  };
  readonly why: {
    readonly title: string;
    readonly text: string;
    readonly base: string;
    readonly rest: (count: number) => string;
    readonly total: string;
  };
  readonly comparables: {
    readonly title: string;
    readonly count: (count: string, place: string | undefined) => string;
    readonly median: string;
    readonly none: string;
    readonly above: (percent: string) => string;
    readonly below: (percent: string) => string;
    readonly level: string;
  };
  readonly notices: string;
  readonly pending: string;
  readonly slow: string;
  readonly failures: {
    readonly title: string;
    readonly retry: string;
    readonly timeout: string;
    readonly offline: string;
    readonly busy: string;
    readonly unreadable: string;
    readonly invalid: string;
    readonly server: (status: number) => string;
  };
}
