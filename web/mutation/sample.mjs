/**
 * A sample of the small changes to the page's code, when there is no night for all of them.
 *
 *   node mutation/sample.mjs [--of 200] [--seed 1]
 *
 * Prints the lines of src/ to be changed, as Stryker's --mutate takes them: one of each file, then others drawn at
 * random, until that many changes lie within one line. Changes that take away whole blocks are left out; tests rarely
 * miss those.
 */

import { glob, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { Instrumenter } from '@stryker-mutator/instrumenter';

const { values: options } = parseArgs({
  options: { of: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const { mutate } = JSON.parse(await readFile('mutation/stryker.json', 'utf8'));
const silent = new Proxy({}, { get: () => () => false });
const excluded = await Array.fromAsync(glob(mutate.filter((one) => one.startsWith('!')).map((one) => one.slice(1))));
const names = await Array.fromAsync(glob(mutate.filter((one) => !one.startsWith('!'))));
const wanted = names.filter((name) => !excluded.includes(name)).sort();
const files = await Promise.all(wanted.map(async (name) => ({ name, mutate: true, content: await readFile(name, 'utf8') })));
const { mutants } = await new Instrumenter(silent).instrument(files, { plugins: null, excludedMutations: [], ignorers: [] });

const lines = Map.groupBy(
  mutants.filter(({ location: { start, end } }) => start.line === end.line),
  ({ fileName, location }) => `${fileName}:${location.start.line + 1}-${location.start.line + 1}`,
);
const random = seeded(Number(options.seed));
const shuffled = [...lines]
  .map(([line, inIt]) => ({ line, file: inIt[0].fileName, count: inIt.length, at: random() }))
  .sort((one, other) => one.at - other.at);
const ofEachFile = new Set(Map.groupBy(shuffled, ({ file }) => file).values().map(([first]) => first));
const drawn = [...ofEachFile, ...shuffled.filter((one) => !ofEachFile.has(one))];
const sample = [];
let count = 0;
for (const { line, count: more } of drawn) {
  if (count >= Number(options.of)) break;
  sample.push(line);
  count += more;
}
console.error(`${count} of ${mutants.length} changes, on ${sample.length} lines`);
console.log(sample.sort().join(','));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
