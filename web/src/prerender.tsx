/** The page before anybody has come: what `index.html` holds until the script is here. Run by the build alone. */

import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';

import { App } from './components/app';

export function prerender(): string {
  return renderToString(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
