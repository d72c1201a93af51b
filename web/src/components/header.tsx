import { useWords } from '../i18n/language';
import { LANGUAGES } from '../i18n/messages';
import { useSession } from '../session/use-session';
import { Logo } from './icons';

const NAMES = { es: 'Español', en: 'English' };

export function Header() {
  const { messages, language } = useWords();
  const [, session] = useSession();
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
              session.speak(code);
            }}
          >
            {NAMES[code]}
          </button>
        ))}
      </div>
    </header>
  );
}
