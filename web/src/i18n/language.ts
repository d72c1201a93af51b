/** The language in use: Spanish, unless the reader chose otherwise before. */

import { createContext, useContext } from 'react';

import { en } from './en';
import { es } from './es';
import { formatFor } from './format';
import type { Format } from './format';
import { LANGUAGES } from './messages';
import type { Language, Messages } from './messages';

const KEY = 'tasador.language';
const MESSAGES: Readonly<Record<Language, Messages>> = { es, en };

export interface Words {
  readonly language: Language;
  readonly messages: Messages;
  readonly format: Format;
}

export function wordsFor(language: Language): Words {
  const messages = MESSAGES[language];
  return { language, messages, format: formatFor(messages.locale) };
}

export const WordsContext = createContext(wordsFor('es'));

export function useWords(): Words {
  return useContext(WordsContext);
}

export function savedLanguage(): Language {
  const saved = readStorage();
  return LANGUAGES.find((language) => language === saved) ?? 'es';
}

/** The document itself speaks the language too: screen readers choose their voice by it. */
export function applyLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.title = MESSAGES[language].title;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage may be refused; the choice then lasts as long as the page.
  }
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
