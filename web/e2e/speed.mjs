/**
 * How soon the page shows, under slow 4G and a processor four times slower; and how soon a price, on a fast line.
 *
 *   node e2e/speed.mjs --page DIR --empty DIR [--runs 5]
 *
 * Prints one JSON line: of each run the largest contentful paint of the page and of the emptiest one, taken in turn,
 * and what passes between the API's answer and the price on the screen, all in milliseconds.
 */

import { parseArgs } from 'node:util';

import { launch } from './browser.mjs';
import { serve, stop } from './served.mjs';

// Lighthouse's slow 4G, as devtools apply it: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 1474.56 * 125, uploadThroughput: 675 * 125 };
const CPU = 4;
const SETTLED_MS = 1_500;

const { values: options } = parseArgs({
  options: { page: { type: 'string' }, empty: { type: 'string' }, runs: { type: 'string', default: '5' } },
});
const { browser } = await launch({ timeout: 30_000 });
try {
  const [page, empty] = [await serve(options.page), await serve(options.empty)];
  const figures = { page: [], empty: [], price: [] };
  for (let run = 0; run < Number(options.runs); run += 1) {
    figures.page.push(await paint(page));
    figures.empty.push(await paint(empty));
    figures.price.push(await clicked(page));
  }
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
  stop();
}

async function fresh(slow) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, locale: 'es-AR' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (!slow) return { context, page };
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
  return { context, page };
}

async function paint(url) {
  const { context, page } = await fresh(true);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(SETTLED_MS);
  const painted = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const observer = new globalThis.PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime));
        observer.observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await context.close();
  return painted;
}

/** From the end of the API's answer to the frame that shows its price. */
async function clicked(url) {
  const { context, page } = await fresh(false);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('#place').fill('palermo');
  await page.getByRole('option').first().waitFor();
  await page.locator('#surface_covered').fill('55');
  await page.evaluate(() => {
    const answer = globalThis.document.querySelector('.answer');
    new globalThis.MutationObserver(() => {
      if (!globalThis.document.querySelector('.price') || globalThis.shownAt) return;
      globalThis.requestAnimationFrame(() => (globalThis.shownAt ??= globalThis.performance.now()));
    }).observe(answer, { childList: true, subtree: true });
  });
  await page.locator('form button[type="submit"]').click();
  await page.waitForFunction(() => globalThis.shownAt);
  const took = await page.evaluate(() => {
    const [answer] = globalThis.performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/predict'));
    return globalThis.shownAt - answer.responseEnd;
  });
  await context.close();
  return took;
}
