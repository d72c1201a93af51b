/** Share, copy, print, compare. The address of the page is the question, so a link is all it takes. */

import { useState } from 'react';
import type { ReactNode } from 'react';

import { useWords } from '../../i18n/language';
import type { Result } from '../../session/state';
import { useSession } from '../../session/use-session';
import { homeText } from '../home-text';
import { CompareIcon, LinkIcon, PrintIcon, ShareIcon } from './action-icons';

export function Actions({ result }: { readonly result: Result }) {
  const { action } = useWords().messages;
  const [{ pinned }, session] = useSession();
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(location.href).then(
      () => {
        setSaid(action.copied);
      },
      () => {
        setSaid(action.copyFailed);
      },
    );
  };
  return (
    <div className="price-actions">
      <Share result={result} />
      <Action icon={<LinkIcon />} text={action.copy} onClick={copy} />
      <Action
        icon={<PrintIcon />}
        text={action.print}
        onClick={() => {
          window.print();
        }}
      />
      {!pinned && (
        <Action
          icon={<CompareIcon />}
          text={action.compare}
          onClick={() => {
            session.pin(true);
          }}
        />
      )}
      <p className="price-actions-said" role="status">
        {said}
      </p>
    </div>
  );
}

interface ActionProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly onClick: () => void;
}

function Action({ icon, text, onClick }: ActionProps) {
  return (
    <button type="button" className="button button-action" onClick={onClick}>
      {icon}
      {text}
    </button>
  );
}

/** Only where the browser can: on a computer the link is copied. */
function Share({ result: { home, appraisal } }: { readonly result: Result }) {
  const words = useWords();
  const { messages, format } = words;
  if (!('share' in navigator)) return null;
  const share = () => {
    const text = messages.action.shareText(homeText(words, home), format.usd(appraisal.price));
    // To change one's mind is no failure.
    navigator.share({ title: messages.title, text, url: location.href }).catch(() => undefined);
  };
  return <Action icon={<ShareIcon />} text={messages.action.share} onClick={share} />;
}
