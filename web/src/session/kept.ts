/** What this browser keeps of the page: the language chosen, the draft, the last homes. Nothing leaves it. */

import { asList, asNumber, asObject, asText } from '../api/read';
import { fromQuery, keyOf, toHome, toQuery } from '../home/draft';
import type { Draft } from '../home/draft';
import { LANGUAGES } from '../i18n/messages';
import type { Language } from '../i18n/messages';
import { KEPT_HOMES } from './state';
import type { Kept } from './state';

const LANGUAGE = 'tasador.language';
const DRAFT = 'tasador.draft';
const HOMES = 'tasador.homes';

/** The language chosen before, else the first of the browser's that the page speaks, else Spanish. */
export function keptLanguage(preferred: readonly string[] = navigator.languages): Language {
  const spoken = [read(LANGUAGE), ...preferred].map((tag) => tag?.slice(0, 2).toLowerCase());
  return spoken.flatMap((tag) => LANGUAGES.filter((language) => language === tag))[0] ?? 'es';
}

export function keepLanguage(language: Language): void {
  write(LANGUAGE, language);
}

export function keptDraft(): Draft | undefined {
  const text = read(DRAFT);
  if (!text) return undefined;
  return { ...fromQuery(text), place: new URLSearchParams(text).get('place') ?? '' };
}

export function keepDraft(draft: Draft): void {
  write(DRAFT, `${toQuery(draft)}&${new URLSearchParams({ place: draft.place }).toString()}`);
}

export function keptHomes(): readonly Kept[] {
  try {
    return asList(JSON.parse(read(HOMES) ?? '[]'), readKept).slice(0, KEPT_HOMES);
  } catch {
    return [];
  }
}

export function keepHomes(homes: readonly Kept[]): void {
  write(HOMES, JSON.stringify(homes.map(({ home, price }) => ({ query: keyOf(home), price }))));
}

function readKept(item: unknown): Kept | undefined {
  const kept = asObject<{ query: unknown; price: unknown }>(item);
  const [query, price] = [asText(kept?.query), asNumber(kept?.price)];
  return query && price !== undefined ? { home: toHome(fromQuery(query)), price } : undefined;
}

/** Storage may be refused, or full: then nothing is kept, and nothing else is lost. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // see above
  }
}
