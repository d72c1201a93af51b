/**
 * Lighthouse's scores of a page on a phone, in turn with those of the emptiest page of its kind: what else the machine
 * does slows both. Both come in gzip: the page as CloudFront sends it, which the emulated one does not do.
 *
 *   node lighthouse/measure.mjs --page URL --empty DIR [--runs 5]
 *
 * Prints one JSON line: of both, a list of `{scores, timings}` by run; of the page, also what cost it points: `faults`.
 * Scores are of 100, timings milliseconds (`cls` has no unit).
 */

import { createServer } from 'node:net';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import lighthouse from 'lighthouse';

import { launch } from '../e2e/browser.mjs';
import { compressed } from '../e2e/compressed.mjs';
import { serve, stop } from '../e2e/served.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TIMINGS = {
  fcp: 'first-contentful-paint',
  lcp: 'largest-contentful-paint',
  tbt: 'total-blocking-time',
  si: 'speed-index',
  cls: 'cumulative-layout-shift',
};

const { values: options } = parseArgs({
  options: { page: { type: 'string' }, empty: { type: 'string' }, runs: { type: 'string', default: '5' } },
});
const edge = await compressed(options.page);
try {
  const urls = { page: edge.url, empty: await serve(options.empty) };
  const measured = { page: [], empty: [] };
  const faults = new Set();
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const [name, url] of Object.entries(urls)) {
      const { categories, audits } = await audit(url);
      measured[name].push({ scores: scoresOf(categories), timings: timingsOf(audits) });
      if (name === 'page') faultsOf(categories, audits).forEach((fault) => faults.add(fault));
    }
  }
  console.log(JSON.stringify({ ...measured, faults: [...faults] }));
} finally {
  edge.close();
  stop();
}

/** A browser of its own each time: nothing is kept of the run before. */
async function audit(url) {
  const port = await freePort();
  const more = [`--remote-debugging-port=${port}`, '--lang=es-AR', '--accept-lang=es-AR'];
  const { browser } = await launch({ hosts: [new URL(url).hostname], more, timeout: 30_000 });
  try {
    const { lhr } = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await browser.close();
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

function scoresOf(categories) {
  return CATEGORIES.map((name) => Math.round(100 * categories[name].score));
}

function timingsOf(audits) {
  return Object.fromEntries(Object.entries(TIMINGS).map(([name, id]) => [name, audits[id].numericValue]));
}

/** What is not about speed and yet cost a point. */
function faultsOf(categories, audits) {
  const others = CATEGORIES.slice(1).flatMap((name) => categories[name].auditRefs.filter(({ weight }) => weight > 0));
  const poor = others.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1);
  return poor.map(({ id, title }) => `${id}: ${title}`);
}
