/** The page: a form and its answer, in the reader's language. */

import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';

import { applyLanguage, useWords, wordsFor, WordsContext } from '../i18n/language';
import { useSession } from '../session/use-session';
import { Answer } from './answer/answer';
import { bringDetails } from './answer/bring-details';
import { CrashBoundary } from './crash-boundary';
import { HomeForm } from './form/home-form';
import { Header } from './header';
import { useBringIntoView } from './into-view';

const PriceBar = lazy(() => bringDetails().then(({ PriceBar: one }) => ({ default: one })));

export function App() {
  const [{ language }, session] = useSession();
  const words = useMemo(() => wordsFor(language), [language]);
  useEffect(() => {
    applyLanguage(language);
  }, [language]);
  useEffect(() => session.start(), [session]);
  return (
    <WordsContext value={words}>
      <Header />
      <main className="main">
        <div className="ask">
          <Intro />
          <HomeForm />
        </div>
        <AnswerColumn />
      </main>
      <Footer />
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

function AnswerColumn() {
  const column = useRef<HTMLDivElement>(null);
  const [{ result }] = useSession();
  useBringIntoView(column);
  return (
    <div className="answer-column" ref={column}>
      <CrashBoundary>
        <Answer />
        {result && (
          <Suspense>
            <PriceBar column={column} price={result.appraisal.price} />
          </Suspense>
        )}
      </CrashBoundary>
    </div>
  );
}

function Footer() {
  const { messages } = useWords();
  const [{ result }] = useSession();
  const model = result?.appraisal.model;
  return (
    <footer className="footer">
      <p>{messages.footer}</p>
      <p>
        <a className="guide-link" href={messages.guide.href}>
          {messages.guide.text}
        </a>
      </p>
      {model && <p>{messages.model(model)}</p>}
    </footer>
  );
}
