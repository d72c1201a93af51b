/** An exception while drawing ends in words and a way out, never in a blank page. */

import { Component } from 'react';
import type { ReactNode } from 'react';

import { useWords } from '../i18n/language';
import { WarnIcon } from './icons';

interface BoundaryProps {
  readonly children: ReactNode;
}

export class CrashBoundary extends Component<BoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crash /> : this.props.children;
  }
}

/** At the question without its query, so that what crashed the page is not asked again. */
function Crash() {
  const { failures } = useWords().messages;
  return (
    <div className="card problem" role="alert" data-focus>
      <WarnIcon />
      <div>
        <h2>{failures.crashTitle}</h2>
        <p>{failures.crash}</p>
        <a className="button button-second" href="/">
          {failures.reload}
        </a>
      </div>
    </div>
  );
}
