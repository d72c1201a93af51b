/** The page: a form and its result, in the chosen language. */

import { useEffect, useMemo, useRef, useState } from 'react';

import type { Faults } from '../api/failure';
import type { Home } from '../api/home';
import { useAppraisal } from '../api/use-appraisal';
import type { Progress } from '../api/use-appraisal';
import { usePlaces } from '../api/use-places';
import { applyLanguage, savedLanguage, useWords, WordsContext, wordsFor } from '../i18n/language';
import type { Language } from '../i18n/messages';
import { AppraisalForm } from './appraisal-form';
import { Header } from './header';
import { Result } from './result';

const NO_FAULTS: Faults = {};

export function App() {
  const [language, setLanguage] = useState(savedLanguage);
  const [progress, ask] = useAppraisal();
  const [asked, setAsked] = useState<Home>();
  const [edited, setEdited] = useState(false);
  const places = usePlaces();
  const words = useMemo(() => wordsFor(language), [language]);
  useEffect(() => {
    applyLanguage(language);
  }, [language]);

  const submit = (home: Home, inLanguage = language) => {
    setAsked(home);
    setEdited(false);
    ask(home, inLanguage);
  };
  const speak = (chosen: Language) => {
    setLanguage(chosen);
    // The service writes part of the answer: asked again, it does so in the language chosen.
    if (asked && progress.phase !== 'idle' && !edited) submit(asked, chosen);
  };
  return (
    <WordsContext value={words}>
      <Header onLanguage={speak} />
      <main className="main">
        <Intro />
        <AppraisalForm
          places={places}
          pending={progress.phase === 'pending'}
          faults={progress.failure?.kind === 'invalid' ? progress.failure.faults : NO_FAULTS}
          onSubmit={submit}
          onEdit={() => {
            setEdited(true);
          }}
        />
        <Answer progress={progress} edited={edited} onRetry={() => { if (asked) submit(asked); }} />
      </main>
      <Footer model={progress.result?.appraisal.model} />
    </WordsContext>
  );
}

function Intro() {
  const { messages } = useWords();
  return (
    <div className="intro">
      <h1>{messages.tagline}</h1>
      <p>{messages.intro}</p>
    </div>
  );
}

interface AnswerProps {
  readonly progress: Progress;
  readonly edited: boolean;
  readonly onRetry: () => void;
}

/** On a narrow screen the result is below the form: bring it into sight when there is one. */
function Answer({ progress, edited, onRetry }: AnswerProps) {
  const place = useRef<HTMLDivElement>(null);
  const { phase } = progress;
  const placed = progress.failure?.kind === 'invalid' && Object.keys(progress.failure.faults).length > 0;
  useEffect(() => {
    if (phase === 'done' || (phase === 'failed' && !placed)) bringIntoView(place.current);
  }, [phase, placed]);
  return (
    <div ref={place} className="answer-place">
      <Result progress={progress} edited={edited} onRetry={onRetry} />
    </div>
  );
}

function bringIntoView(element: HTMLElement | null): void {
  if (!element || element.getBoundingClientRect().top < window.innerHeight * 0.6) return;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

function Footer({ model }: { readonly model: string | undefined }) {
  const { messages } = useWords();
  return (
    <footer className="footer">
      <p>{messages.footer}</p>
      {model && <p className="fine">{messages.model(model)}</p>}
    </footer>
  );
}
