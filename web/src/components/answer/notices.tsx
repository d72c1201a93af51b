/** What makes a price less certain: in the service's words, or the page's where the service spoke another language. */

import type { Notice } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import type { Result } from '../../session/state';
import { WarnIcon } from '../icons';

export function Notices({ result }: { readonly result: Result }) {
  const words = useWords();
  const { notices } = result.appraisal;
  const { noticesTitle } = words.messages;
  if (notices.length === 0) return null;
  return (
    <aside className="card notices" aria-label={noticesTitle}>
      <WarnIcon />
      <div>
        <h2>{noticesTitle}</h2>
        <ul>
          {notices.map((notice) => (
            <li key={`${notice.code}/${notice.field}`}>
              {result.language === words.language ? notice.text : noticeText(words, notice)}
            </li>
          ))}
        </ul>
      </div>
    </aside>
  );
}

export function noticeText({ notices }: Words, { code, field, text }: Notice): string {
  return notices?.notices[code]?.(notices.data[field ?? ''] ?? notices.someDatum) ?? text;
}
