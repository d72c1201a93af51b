import '@testing-library/jest-dom/vitest';

import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { server } from './server';

// A failing query says what it looked for; the whole document helps nobody. A slow machine is no failure.
configure({ asyncUtilTimeout: 15_000, getElementError: (message) => new Error(message?.split('\n')[0] ?? 'not found') });

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});

afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
});

afterAll(() => {
  server.close();
});
