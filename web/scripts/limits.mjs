/** Writes src/api/limits.gen.ts: the limits of each field of a home, out of the service's OpenAPI document. */

import { readFile, writeFile } from 'node:fs/promises';

const DOCUMENT = new URL('../../service/openapi.json', import.meta.url);
const LIMITS = new URL('../src/api/limits.gen.ts', import.meta.url);

async function limits() {
  const { components } = JSON.parse(await readFile(DOCUMENT, 'utf8'));
  const fields = Object.entries(components.schemas.HomeRequest.properties).map(([name, field]) => [name, plain(field)]);
  const numbers = fields.filter(([, { maximum }]) => maximum !== undefined);
  const lines = numbers.map(([name, { minimum, maximum }]) => `  ${name}: { low: ${minimum}, high: ${maximum} },`);
  return [
    '/** Written by `npm run types` out of the service’s OpenAPI document. */',
    '',
    'export const LIMITS = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}

/** An optional field says `anyOf: [what it is, null]`. */
function plain(field) {
  return field.anyOf?.find(({ type }) => type !== 'null') ?? field;
}

await writeFile(LIMITS, await limits());
