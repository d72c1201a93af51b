/** What the tests of the page do with it: open it as a person of a kind, ask for a price, look where things are. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { launch } from './browser.mjs';

export const URL_OF_PAGE = process.env.TASADOR_PAGE;
export const PHONE = { width: 390, height: 844 };
export const LAPTOP = { width: 1366, height: 650 };
export const SMALL = { width: 320, height: 568 };
const TIMEOUT_MS = 30_000;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let started;

export async function browser() {
  started ??= await launch({ hosts: [new URL(URL_OF_PAGE).hostname], timeout: TIMEOUT_MS });
  return started.browser;
}

export async function close() {
  await started?.browser.close();
}

/** A page of its own: nothing kept of another one. What goes wrong in it is in `faults`. */
export async function open({ size = LAPTOP, path = '', before, ...options } = {}) {
  const settings = { locale: 'es-AR', reducedMotion: 'reduce', serviceWorkers: 'block', ...options };
  const context = await (await browser()).newContext({ viewport: size, ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await before?.(page);
  await page.goto(new URL(path, URL_OF_PAGE).href, { waitUntil: 'load' });
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return { page, context, faults };
}

export async function fill(page, place = 'palermo', covered = '55') {
  await page.locator('#place').fill(place);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('#surface_covered').fill(covered);
}

export const send = (page) => page.locator('form button[type="submit"]').click();
export const price = (page) => page.getByTestId('price');

export async function priced(options) {
  const opened = await open(options);
  await fill(opened.page);
  await send(opened.page);
  await price(opened.page).waitFor();
  await opened.page.locator('.price-actions').waitFor();
  return opened;
}

/** Whether all of it is in the window. */
export async function isInWindow(locator) {
  return locator.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return top >= 0 && left >= 0 && bottom <= globalThis.innerHeight && right <= globalThis.innerWidth;
  });
}

/** How much wider the page is than its window. */
export function overflow(page) {
  return page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth);
}

/** Accessibility as axe sees it, colours included. Evaluated, not added as a script: the content policy stands. */
export async function violations(page) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations: found } = await page.evaluate((values) => globalThis.axe.run({ runOnly: values }), tags);
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Answer POST /api/predict with this. */
export function answering(page, answer) {
  return page.route('**/api/predict', answer);
}
