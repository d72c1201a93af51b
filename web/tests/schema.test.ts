import { existsSync, readFileSync } from 'node:fs';

import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

const DOCUMENT = new URL('../../service/openapi.json', import.meta.url);
const TYPES = new URL('../src/api/schema.gen.ts', import.meta.url);

// A build of the page alone has no service beside it.
it.skipIf(!existsSync(DOCUMENT))('the generated types are those of the service', async () => {
  const made = astToString(await openapiTS(DOCUMENT));
  expect(readFileSync(TYPES, 'utf8').endsWith(made), 'run: npm run types').toBe(true);
});
