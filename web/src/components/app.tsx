/** The page: a form and its result, in the chosen language. */

import { useEffect, useRef } from 'react';

import type { Progress } from '../api/use-appraisal';
import { usePlaces } from '../api/use-places';
import { useWords, WordsContext } from '../i18n/language';
import { AppraisalForm } from './appraisal-form';
import { Header } from './header';
import { Result } from './result';
import { useSession } from './use-session';

export function App() {
  const session = useSession();
  const places = usePlaces();
  const { words, progress } = session;
  return (
    <WordsContext value={words}>
      <Header onLanguage={session.speak} />
      <main className="main">
        <Intro />
        <AppraisalForm
          places={places}
          pending={progress.phase === 'pending'}
          faults={session.faults}
          onSubmit={session.submit}
          onEdit={session.edit}
        />
        <Answer progress={progress} edited={session.edited} onRetry={session.retry} />
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
