/**
 * A person's visit: open the page, fill the form, wait for the price.
 *
 *   node e2e/visit.mjs --url URL [--screenshot PATH] [--timeout SECONDS] [--host-map HOST]... [--lang es|en]
 *                      [--viewport 375x812] [--dark] [--axe]
 *
 * Prints one JSON line. Exit 0: a price was shown and nothing went wrong on the way. Exit 1: `reasons` says why.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, stripVTControlCharacters } from 'node:util';

import { launch } from './browser.mjs';

const GRACE_MS = 5_000;
const PLACE = 'palermo, capital federal';
const HOME = { surface_covered: '55', surface_total: '60', rooms: '3' };

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    screenshot: { type: 'string' },
    timeout: { type: 'string', default: '60' },
    'host-map': { type: 'string', multiple: true, default: [] },
    lang: { type: 'string', default: 'es' },
    viewport: { type: 'string', default: '1280x900' },
    dark: { type: 'boolean', default: false },
    axe: { type: 'boolean', default: false },
  },
});
const timeout = Number(options.timeout) * 1000;
const report = {
  ok: false,
  url: options.url,
  price: null,
  console_errors: [],
  page_errors: [],
  failed_requests: [],
  steps: [],
  reasons: [],
};

// The browser goes with this process: it ends when its pipe closes, however this process ends.
await Promise.race([run(), overdue()]);
report.ok = report.reasons.length === 0;
console.log(JSON.stringify(report));
process.exit(report.ok ? 0 : 1);

async function run() {
  let browser;
  try {
    if (!options.url) throw new Error('--url is missing');
    browser = await step('browser', start);
    const page = await browser.newPage({
      viewport: viewport(options.viewport),
      locale: 'es-AR',
      colorScheme: options.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(timeout);
    listen(page);
    await visit(page).finally(() => picture(page));
    addFaults();
  } catch (error) {
    report.reasons.push(firstLines(error));
    addFaults();
  } finally {
    await browser?.close();
  }
}

/** No single wait is longer than the timeout; many of them, or a browser that does not close, might be. */
async function overdue() {
  await pause(timeout + GRACE_MS);
  report.reasons.push(`not done after ${options.timeout} s`);
}

async function start() {
  const { browser, path } = await launch({ hosts: options['host-map'], timeout });
  report.browser = `${path} ${browser.version()}`;
  return browser;
}

async function visit(page) {
  await step('open', () => page.goto(options.url, { waitUntil: 'load' }));
  await step('form', () => page.locator('form').waitFor());
  if (options.lang !== 'es') await page.locator(`header button[lang="${options.lang}"]`).click();
  await step('fill', () => fill(page));
  await step('send', () => page.locator('form button[type="submit"]').click());
  await step('price', () => readPrice(page));
  // a script of its own, loaded with the answer; empty where the service told the price alone
  await step('details', () => page.locator('.details').waitFor({ state: 'attached' }));
  if (options.axe) await step('axe', () => audit(page));
}

/** As somebody in a hurry: the place is typed and seen in the list, but not picked. */
async function fill(page) {
  await page.locator('#place').fill(PLACE);
  await page.getByRole('option').first().waitFor();
  for (const [name, text] of Object.entries(HOME)) await page.locator(`#${name}`).fill(text);
}

/** The number that is displayed, not the one that was sent; or the page's own account of why there is none. */
async function readPrice(page) {
  const price = page.getByTestId('price');
  const problem = page.locator('.answer [role="alert"], .field-error').first();
  await price.or(problem).first().waitFor();
  if (await problem.isVisible())
    throw new Error(`the page shows a problem: ${(await problem.innerText()).replace(/\s+/g, ' ')}`);
  report.price_text = (await price.innerText()).replace(/\u00a0/g, ' ');
  report.said = `${report.price_text} shown`;
  report.price = Number(report.price_text.replace(/\D/g, ''));
  report.lang = await page.locator('html').getAttribute('lang');
  if (!(report.price > 0)) throw new Error(`the price reads ${report.price_text}`);
}

/** Accessibility as axe sees it, colours included. Evaluated, not added as a script: the content policy stands. */
async function audit(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(() => globalThis.axe.run());
  const texts = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  if (texts.length > 0) throw new Error(texts.join(' | '));
}

function listen(page) {
  page.on('console', (message) => {
    if (message.type() === 'error') report.console_errors.push(message.text());
  });
  page.on('pageerror', (error) => report.page_errors.push(String(error)));
  page.on('requestfailed', (request) => {
    report.failed_requests.push(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    report.failed_requests.push(`${response.request().method()} ${response.url()}: ${response.status()}`);
  });
}

function addFaults() {
  for (const kind of ['console_errors', 'page_errors', 'failed_requests']) {
    if (report[kind].length > 0) report.reasons.push(`${kind.replace('_', ' ')}: ${report[kind].join(' | ')}`);
  }
}

async function picture(page) {
  if (!options.screenshot) return;
  await page.screenshot({ path: options.screenshot, fullPage: true, animations: 'disabled' });
  report.screenshot = options.screenshot;
}

async function step(name, act) {
  const from = performance.now();
  try {
    return await act();
  } catch (error) {
    throw new Error(`${name}: ${firstLines(error)}`, { cause: error });
  } finally {
    report.steps.push({ name, ms: Math.round(performance.now() - from) });
  }
}

function firstLines(error) {
  return stripVTControlCharacters(String(error.message ?? error))
    .split('Call log:')[0]
    .split('\n')
    .slice(0, 3)
    .join(' ')
    .trim();
}

function viewport(text) {
  const [width, height] = text.split('x').map(Number);
  return { width, height };
}
