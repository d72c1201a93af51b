/** A real Chromium, wherever this machine has one; else the one that comes as a package. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const PACKAGE = '@sparticuz/chromium';
const CACHE = fileURLToPath(new URL('../node_modules/.cache/chromium/', import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FONTS = '/usr/share/fonts';

/** For root, without a sandbox or a GPU, and without a word to anybody but the page under test. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

/** Launch it. `hosts` are names to be found at 127.0.0.1, whatever the resolver says; `more` are arguments of its own. */
export async function launch({ hosts = [], more = [], timeout }) {
  const { path, env } = await findChromium();
  const rules = hosts.map((host) => `MAP ${host} 127.0.0.1`).join(',');
  const args = [...ARGS, ...more, ...(rules ? [`--host-resolver-rules=${rules}`] : [])];
  const browser = await chromium.launch({ executablePath: path, args, env: { ...process.env, ...env }, timeout });
  return { browser, path };
}

async function findChromium() {
  const given = process.env.CHROMIUM;
  if (given && !existsSync(given)) throw new Error(`CHROMIUM names ${given}, which does not exist`);
  const path = given ?? onPath();
  return path ? { path, env: {} } : packaged();
}

function onPath() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** The package's binary, with its own libraries and fonts where the machine has none. */
async function packaged() {
  const folder = await unpacked();
  const path = join(folder, 'chromium');
  const fonts = existsSync(FONTS) ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  const libraries = starts(path) ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  return { path, env: { ...fonts, ...libraries } };
}

function starts(path) {
  try {
    execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Unpacked once per version. The rename makes it whole or absent, also when two visits do it at once. */
async function unpacked() {
  const { version } = packageFile();
  const folder = join(CACHE, version);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, 'draft-'));
  try {
    await unpackInto(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function packageFile() {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(PACKAGE);
  return require(join(entry.slice(0, entry.indexOf(PACKAGE)), PACKAGE, 'package.json'));
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be in Lambda. */
async function unpackInto(folder) {
  const former = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  const paths = { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH, FONTCONFIG_PATH: process.env.FONTCONFIG_PATH };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  try {
    const { default: pack } = await import(PACKAGE);
    const made = await pack.executablePath();
    if (dirname(made) !== folder) throw new Error(`${PACKAGE} unpacked into ${dirname(made)}, not into ${tmpdir()}`);
  } finally {
    restore({ ...former, ...paths });
  }
}

function restore(values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
