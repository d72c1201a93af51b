import { existsSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { LIMITS } from '../src/api/limits.gen';

const DOCUMENT = new URL('../../service/openapi.json', import.meta.url);

interface Field {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Field[];
}

// A build of the page alone has no service beside it.
it.skipIf(!existsSync(DOCUMENT))('the limits of the form are those of the service', () => {
  const { components } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as {
    components: { schemas: { HomeRequest: { properties: Record<string, Field> } } };
  };
  const fields = Object.entries(components.schemas.HomeRequest.properties).flatMap(([name, field]) => {
    const { minimum, maximum } = field.anyOf?.[0] ?? field;
    return minimum === undefined || maximum === undefined ? [] : [[name, { low: minimum, high: maximum }]];
  });
  expect(LIMITS, 'run: npm run types').toEqual(Object.fromEntries(fields));
});
