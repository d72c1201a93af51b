import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { server } from './server';

// A failing query says what it looked for; the whole document helps nobody.
configure({ getElementError: (message) => new Error(message?.split('\n')[0] ?? 'not found') });

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});

afterEach(() => {
  cleanup();
  server.resetHandlers();
  // Some tests of pure code run without a document.
  if ('localStorage' in globalThis) localStorage.clear();
});

afterAll(() => {
  server.close();
});
