/** Share, copy, print, compare. The address of the page is the question, so a link is all it takes. */

import { useState } from 'react';
import type { ReactNode } from 'react';

import { useWords } from '../../i18n/language';
import type { Result } from '../../session/state';
import { useSession } from '../../session/use-session';
import { homeText } from '../home-text';
import { CompareIcon, LinkIcon, PrintIcon, ShareIcon } from './act-icons';

export function Acts({ result }: { readonly result: Result }) {
  const { act } = useWords().messages;
  const [{ pinned }, session] = useSession();
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(location.href).then(
      () => {
        setSaid(act.copied);
      },
      () => {
        setSaid(act.copyFailed);
      },
    );
  };
  return (
    <div className="acts">
      <Share result={result} />
      <Act icon={<LinkIcon />} text={act.copy} onClick={copy} />
      <Act
        icon={<PrintIcon />}
        text={act.print}
        onClick={() => {
          window.print();
        }}
      />
      {!pinned && (
        <Act
          icon={<CompareIcon />}
          text={act.compare}
          onClick={() => {
            session.pin(true);
          }}
        />
      )}
      <p className="acts-said" role="status">
        {said}
      </p>
    </div>
  );
}

interface ActProps {
  readonly icon: ReactNode;
  readonly text: string;
  readonly onClick: () => void;
}

function Act({ icon, text, onClick }: ActProps) {
  return (
    <button type="button" className="button button-act" onClick={onClick}>
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
    const text = messages.act.shareText(homeText(words, home), format.usd(appraisal.price));
    // To change one's mind is no failure.
    navigator.share({ title: messages.title, text, url: location.href }).catch(() => undefined);
  };
  return <Act icon={<ShareIcon />} text={messages.act.share} onClick={share} />;
}
