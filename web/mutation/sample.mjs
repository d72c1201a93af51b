/**
 * Prints the lines of src/ that a drawn sample of changes lies on, as Stryker's --mutate takes them.
 *
 *   node mutation/sample.mjs [--of 200] [--seed 1]
 */

import { parseArgs } from 'node:util';

import { drawn } from './drawing.mjs';

const { values: options } = parseArgs({
  options: { of: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const { changes, all } = await drawn(options);
const lines = new Set(changes.map(({ fileName, location: { start } }) => `${fileName}:${start.line + 1}-${start.line + 1}`));
console.error(`${changes.length} of ${all} changes, on ${lines.size} lines`);
console.log([...lines].sort().join(','));
