/** What the page is about at the moment: a language, the home last asked for, and how far its price is. */

import { useEffect, useMemo, useState } from 'react';

import type { Faults } from '../api/failure';
import type { Home } from '../api/home';
import { useAppraisal } from '../api/use-appraisal';
import type { Progress } from '../api/use-appraisal';
import { applyLanguage, savedLanguage, wordsFor } from '../i18n/language';
import type { Words } from '../i18n/language';
import type { Language } from '../i18n/messages';

const NO_FAULTS: Faults = {};

export interface Session {
  readonly words: Words;
  readonly progress: Progress;
  readonly faults: Faults;
  /** The form has changed since the home was asked for. */
  readonly edited: boolean;
  readonly submit: (home: Home) => void;
  readonly retry: () => void;
  readonly edit: () => void;
  readonly speak: (language: Language) => void;
}

export function useSession(): Session {
  const [language, setLanguage] = useState(savedLanguage);
  const [progress, ask] = useAppraisal();
  const [asked, setAsked] = useState<Home>();
  const [edited, setEdited] = useState(false);
  const words = useMemo(() => wordsFor(language), [language]);
  useEffect(() => {
    applyLanguage(language);
  }, [language]);

  const submit = (home: Home, spoken = language) => {
    setAsked(home);
    setEdited(false);
    ask(home, spoken);
  };
  return {
    words,
    progress,
    faults: progress.failure?.kind === 'invalid' ? progress.failure.faults : NO_FAULTS,
    edited,
    submit,
    retry: () => {
      if (asked) submit(asked);
    },
    edit: () => {
      setEdited(true);
    },
    speak: (spoken) => {
      setLanguage(spoken);
      // The service writes part of the answer: asked again, it does so in the language chosen.
      if (asked && !edited) submit(asked, spoken);
    },
  };
}
