/** The last homes, kept in this browser alone. */

import { keyOf } from '../../../home/draft';
import { useWords } from '../../../i18n/language';
import { useSession } from '../../../session/use-session';
import { homeText } from '../../home-text';

export function Homes() {
  const words = useWords();
  const [{ homes, result }, session] = useSession();
  const others = homes.filter(({ home }) => !result || keyOf(home) !== keyOf(result.home));
  if (others.length === 0) return null;
  return (
    <nav className="card homes" aria-label={words.messages.result.homes}>
      <h2>{words.messages.result.homes}</h2>
      <ul>
        {others.map(({ home, price }) => (
          <li key={keyOf(home)}>
            <button
              type="button"
              onClick={() => {
                session.open(home);
              }}
            >
              <span>{homeText(words, home)}</span>
              <strong>{words.format.usd(price)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
