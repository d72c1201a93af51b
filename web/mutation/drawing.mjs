/** Draws a sample of the small changes to the page's code, when there is no night for all of them. */

import { glob, readFile } from 'node:fs/promises';

import { Instrumenter } from '@stryker-mutator/instrumenter';

/**
 * `{ changes, all }`: the changes on one line of each file, then on others drawn at random, until that many lie within one
 * line; and how many there are at all. Changes that take away whole blocks are left out; tests rarely miss those.
 */
export async function drawn({ of, seed }) {
  const all = await everyChange();
  const lines = Map.groupBy(
    all.filter(({ location: { start, end } }) => start.line === end.line),
    ({ fileName, location }) => `${fileName}:${location.start.line}`,
  );
  const random = seeded(Number(seed));
  const shuffled = [...lines.values()].map((line) => ({ line, at: random() })).sort((one, other) => one.at - other.at);
  const firsts = new Set(Map.groupBy(shuffled, ({ line }) => line[0].fileName).values().map(([first]) => first));
  const changes = [];
  for (const { line } of [...firsts, ...shuffled.filter((one) => !firsts.has(one))]) {
    if (changes.length >= Number(of)) break;
    changes.push(...line);
  }
  return { changes, all: all.length };
}

async function everyChange() {
  const { mutate } = JSON.parse(await readFile('mutation/stryker.json', 'utf8'));
  const [excluded, named] = [mutate.filter((one) => one.startsWith('!')), mutate.filter((one) => !one.startsWith('!'))];
  const not = await Array.fromAsync(glob(excluded.map((one) => one.slice(1))));
  const names = (await Array.fromAsync(glob(named))).filter((name) => !not.includes(name)).sort();
  const files = names.map(async (name) => ({ name, mutate: true, content: await readFile(name, 'utf8') }));
  const silent = new Proxy({}, { get: () => () => false });
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  return (await new Instrumenter(silent).instrument(await Promise.all(files), options)).mutants;
}

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
