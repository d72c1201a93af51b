/** What makes a price less certain, in the service's own words. */

import type { Notice } from '../api/appraisal';
import { useWords } from '../i18n/language';
import { WarnIcon } from './icons';

export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  const { messages } = useWords();
  if (notices.length === 0) return null;
  return (
    <aside className="card notices" aria-label={messages.notices}>
      <WarnIcon />
      <div>
        <h2>{messages.notices}</h2>
        <ul>
          {notices.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
      </div>
    </aside>
  );
}
