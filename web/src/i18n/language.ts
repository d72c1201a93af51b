/** The words of the language in use. */

import { createContext, useContext } from 'react';

import { es } from './es';
import { formatFor } from './format';
import type { Format } from './format';
import type { Language, Messages } from './messages';
import type { NoticeWords } from './notices';

/** Spanish is in the page itself; English comes when it is spoken, and stays. */
const MESSAGES: Partial<Record<Language, Messages>> & { readonly es: Messages } = { es };

export interface Words {
  readonly language: Language;
  readonly messages: Messages;
  readonly format: Format;
  /** Here once the language was changed. */
  readonly notices: NoticeWords | undefined;
}

export async function loadMessages(language: Language): Promise<void> {
  if (language === 'en') MESSAGES.en ??= (await import('./en')).en;
}

/** A price that stands was told in the other language: its notices are said anew. */
export async function loadNotices(): Promise<void> {
  notices ??= (await import('./notices')).NOTICES;
}

let notices: Readonly<Record<Language, NoticeWords>> | undefined;

export function wordsFor(language: Language): Words {
  const messages = MESSAGES[language] ?? es;
  return { language, messages, format: formatFor(messages.locale), notices: notices?.[language] };
}

export const WordsContext = createContext(wordsFor('es'));

export function useWords(): Words {
  return useContext(WordsContext);
}

/** The document itself speaks the language too: screen readers choose their voice by it. */
export function applyLanguage(language: Language): void {
  document.documentElement.lang = language;
  document.title = wordsFor(language).messages.title;
}
