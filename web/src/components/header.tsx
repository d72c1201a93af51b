import { useWords } from '../i18n/language';
import { LANGUAGES } from '../i18n/messages';
import type { Language } from '../i18n/messages';
import { Logo } from './icons';

export function Header({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const { messages, language } = useWords();
  return (
    <header className="header">
      <a className="skip" href="#form">
        {messages.skip}
      </a>
      <p className="brand">
        <Logo />
        Tasador
      </p>
      <div className="languages" role="group" aria-label={messages.language}>
        {LANGUAGES.map((code) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === language}
            onClick={() => {
              onLanguage(code);
            }}
          >
            {messages.languages[code]}
          </button>
        ))}
      </div>
    </header>
  );
}
