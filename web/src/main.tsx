import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';

import { App } from './components/app';
import placesUrl from './data/places.json?url';
import { typedPlace } from './home/draft';
import { reloadOnce } from './reload';
import { createSession } from './session/session';
import { SessionContext } from './session/use-session';
import './styles/index.css';

reloadOnce(
  window,
  () => sessionStorage,
  () => {
    window.location.reload();
  },
);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

const session = createSession(placesUrl);
document.documentElement.dataset['script'] = 'here';
// A task of its own: between it and the reading of the script, a phone's processor takes taps and letters.
setTimeout(() => {
  takeOver(root);
});

function takeOver(page: HTMLElement): void {
  // Typed into the prerendered form before this script came.
  const typed = page.querySelector<HTMLInputElement>('#place')?.value;
  if (typed) session.type(typedPlace(session.get().draft, typed));
  // In a transition React gives way every few milliseconds, for the same reason.
  startTransition(() => {
    hydrateRoot(
      page,
      <StrictMode>
        <SessionContext value={session}>
          <App />
        </SessionContext>
      </StrictMode>,
    );
  });
  document.documentElement.dataset['ready'] = '';
}
