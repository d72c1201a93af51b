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
// Typed into the prerendered form before this script came.
const typed = root.querySelector<HTMLInputElement>('#place')?.value;
if (typed) session.type(typedPlace(session.get().draft, typed));
// In a transition React gives way to taps and letters every few milliseconds, which a phone's processor needs.
startTransition(() => {
  hydrateRoot(
    root,
    <StrictMode>
      <SessionContext value={session}>
        <App />
      </SessionContext>
    </StrictMode>,
  );
});
document.documentElement.dataset['ready'] = '';
