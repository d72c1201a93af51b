/**
 * Makes each change of a drawn sample by itself, in a copy of the page, and runs the tests beside it; then, unless one has
 * noticed, those of the whole page: a test that fills the whole form is rarely run.
 *
 *   node mutation/try.mjs [--of 200] [--seed 1]
 *
 * Tells of each change what became of it, and at the end the share that was killed. Changes that only tell on the whole
 * page in a browser (web/e2e) count as alive.
 */

import { spawn } from 'node:child_process';
import { cp, glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { drawn } from './drawing.mjs';

const COPY = '.stryker-tmp/try';
const COPIED = ['src', 'tests', 'scripts', 'vite.config.ts', 'tsconfig.json', 'tsconfig.app.json', 'tsconfig.node.json', 'package.json', 'index.html'];
const LIMIT_MS = 600_000;
const LEAST = 0.8;
/** Takes longest, and notices what a change seldom touches: not asked. */
const SLOW = ['src/components/accessibility.test.tsx'];
/** Tests that draw the whole page: the last to be asked. */
const WHOLE = ['app', 'play', 'keeping', 'failures'].map((name) => `src/components/${name}.test.tsx`);

const { values: options } = parseArgs({
  options: { of: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const { changes, all } = await drawn(options);
await rm(COPY, { recursive: true, force: true });
await mkdir(COPY, { recursive: true });
await Promise.all(COPIED.map((name) => cp(name, join(COPY, name), { recursive: true })));
for (const tests of [await everyOther(), WHOLE]) {
  if (await fails(tests)) throw new Error(`of these one fails before anything was changed: ${tests.join(' ')}`);
}
console.log(`${changes.length} of ${all} changes`);
let killed = 0;
for (const [index, change] of changes.entries()) {
  const verdict = await tried(change);
  if (verdict !== 'alive') killed += 1;
  console.log(`${verdict} ${told(change)} (${killed} of ${index + 1})`);
}
console.log(`${((100 * killed) / changes.length).toFixed(1)} % of ${changes.length} changes killed; at least ${100 * LEAST} % wanted`);
process.exitCode = killed >= LEAST * changes.length ? 0 : 1;

async function tried(change) {
  const file = join(COPY, change.fileName);
  const text = await readFile(file, 'utf8');
  await writeFile(file, changed(text, change));
  try {
    const near = await beside(change.fileName);
    if (near.length > 0 && (await fails(near))) return 'killed';
    return (await fails(WHOLE)) ? 'killed by the whole page' : 'alive';
  } finally {
    await writeFile(file, text);
  }
}

async function everyOther() {
  return (await Array.fromAsync(glob('{src,tests}/**/*.test.{ts,tsx}'))).filter(isQuick);
}

/** Those in the folder of what was changed, those below it and in each above it, but for those of the whole page. */
async function beside(fileName) {
  const found = await Array.fromAsync(glob(`${dirname(fileName)}/*/**/*.test.{ts,tsx}`));
  for (let folder = dirname(fileName); folder !== '.'; folder = dirname(folder)) {
    const names = await readdir(folder);
    found.push(...names.filter((name) => /\.test\.tsx?$/.test(name)).map((name) => `${folder}/${name}`));
  }
  return found.filter(isQuick);
}

function isQuick(name) {
  return !WHOLE.includes(name) && !SLOW.includes(name);
}

function changed(text, { location: { start, end }, replacement }) {
  const lines = text.split('\n');
  const line = lines[start.line];
  lines[start.line] = line.slice(0, start.column) + replacement + line.slice(end.column);
  return lines.join('\n');
}

/** Whether one of these tests fails, or never ends. */
async function fails(tests) {
  const argv = ['node_modules/vitest/vitest.mjs', 'run', '--root', COPY, '--bail', '1', ...tests];
  const child = spawn(process.execPath, argv, { stdio: 'ignore' });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearTimeout(limit);
  return code !== 0;
}

function told({ fileName, location: { start, end }, mutatorName, replacement }) {
  return `${fileName}:${start.line + 1}:${start.column + 1}-${end.column + 1} ${mutatorName} ${JSON.stringify(replacement)}`;
}
