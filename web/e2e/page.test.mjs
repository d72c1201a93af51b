/** What the page does, in a real Chromium, against a deploy that stands at TASADOR_PAGE. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { answering, browser, close, fill, isInWindow, open, overflow, PHONE, price, priced, send, URL_OF_PAGE, violations } from './person.mjs';

after(close);

test('the whole path in Spanish and in English, asking the service once', async () => {
  const { page, context, faults } = await open({ size: PHONE });
  const asked = [];
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
  await page.locator('#place').fill('v. crespo');
  await page.getByRole('option', { name: /Villa Crespo/ }).click();
  await page.locator('#surface_covered').fill('1.250,5');
  await page.locator('#surface_covered').fill('55 mts');
  await send(page);
  await price(page).waitFor();
  const spanish = await price(page).innerText();
  assert.match(spanish, /^USD\s\d{2,3}\.\d00$|^USD\s\d{2,3}\.000$/);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Estimated asking price').first().waitFor();
  assert.equal((await price(page).innerText()).replace(',', '.'), spanish);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.equal(asked.length, 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('failures are told apart, in the window of a phone', async () => {
  const cases = [
    [{ status: 429, headers: { 'Retry-After': '20' }, body: '{}' }, /en \d+ segundos/],
    [{ status: 500, body: '{}' }, /código 500/],
    [{ status: 403, body: '{}' }, /código 403.*Reintentar no cambia nada/],
    [{ status: 200, contentType: 'text/html', body: '<html></html>' }, /algo que no entendemos/],
  ];
  for (const [answer, words] of cases) {
    const { page, context } = await open({ size: PHONE });
    await answering(page, (route) => route.fulfill(answer));
    await fill(page);
    await send(page);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    await page.waitForTimeout(200);
    assert.match(await alert.innerText(), words);
    assert.ok(await isInWindow(alert), String(words));
    await context.close();
  }
});

test('without a network it says so; with it back, trying again gives the price and keeps the focus', async () => {
  const { page, context } = await open();
  await fill(page);
  await context.setOffline(true);
  await send(page);
  await page.getByText('No pudimos conectarnos').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Reintentar' }).click();
  await price(page).waitFor();
  assert.equal(await page.evaluate(() => globalThis.document.activeElement.className), 'answer');
  await context.close();
});

test('without a network the language still changes, and the price stays', async () => {
  const { page, context } = await priced();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Estimated asking price').first().waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByText('Precio de publicación estimado').first().waitFor();
  assert.ok(await price(page).isVisible());
  await context.close();
});

test('a reload keeps the question and its price, and so does the way back', async () => {
  const { page, context } = await priced();
  const shown = await price(page).innerText();
  await page.reload();
  await price(page).waitFor();
  assert.equal(await price(page).innerText(), shown);
  assert.equal(await page.locator('#place').inputValue(), 'Palermo, Capital Federal (CABA)');
  await page.locator('#surface_covered').fill('90');
  await send(page);
  await page.waitForFunction((was) => globalThis.document.querySelector('.price')?.innerText.localeCompare(was), shown);
  await page.goBack();
  await page.waitForFunction((was) => globalThis.document.querySelector('.price')?.innerText === was, shown);
  assert.equal(await page.locator('#surface_covered').inputValue(), '55');
  await context.close();
});

test('a slider reprices while it moves, and the difference is shown', async () => {
  const { page, context } = await priced();
  await page.getByRole('slider').first().focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  await page.getByTestId('difference').first().waitFor();
  assert.match(await page.getByTestId('difference').first().innerText(), /^\+\sUSD/);
  await context.close();
});

test('paths without a file are not found, each file is of its kind', async () => {
  const { page, context } = await open();
  const got = (path) => kindOf(page, path);
  assert.deepEqual(await got('/assets/old.js'), [404, 'text/html']);
  assert.deepEqual(await got('/no/such/page'), [404, 'text/html']);
  assert.deepEqual(await got('/como-se-calcula.html'), [200, 'text/html']);
  assert.deepEqual(await got('/how-it-works'), [404, 'text/html']);
  assert.deepEqual(await got('/robots.txt'), [200, 'text/plain']);
  assert.deepEqual(await got('/manifest.webmanifest'), [200, 'application/manifest+json']);
  assert.deepEqual(await got('/'), [200, 'text/html']);
  assert.deepEqual(await got('/api/no/such'), [404, 'application/problem+json']);
  await context.close();
});

test('every question is one page to search engines, and the page tells them and phones what it is', async () => {
  const { page, context } = await open({ path: '?l2=Mendoza&surface_total=90' });
  const head = (selector, name) => page.locator(`head ${selector}`).getAttribute(name);
  assert.equal(await head('link[rel="canonical"]', 'href'), new URL('/', URL_OF_PAGE).href);
  assert.equal(await head('meta[property="og:type"]', 'content'), 'website');
  for (const [selector, name, type] of [
    ['link[rel="icon"]', 'href', 'image/svg+xml'],
    ['link[rel="apple-touch-icon"]', 'href', 'image/png'],
    ['meta[property="og:image"]', 'content', 'image/png'],
  ]) {
    assert.deepEqual(await kindOf(page, await head(selector, name)), [200, type], selector);
  }
  await context.close();
});

test('the form stands in the page as it is served, before any script', async () => {
  const context = await (await browser()).newContext({ javaScriptEnabled: false, locale: 'es-AR' });
  const page = await context.newPage();
  const answer = await page.goto(URL_OF_PAGE);
  await page.getByRole('button', { name: 'Calcular el precio' }).waitFor();
  assert.ok(await page.locator('#place').isVisible());
  const policy = answer.headers()['content-security-policy'];
  assert.match(policy, /script-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
  await context.close();
});

test('the guide is a page of the site in both languages, and the way back keeps the price', async () => {
  const { page, context, faults } = await priced({ size: PHONE });
  await page.getByRole('link', { name: 'Cómo se calcula el precio' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cómo se calcula el precio' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'How the price is worked out' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.ok((await overflow(page)) <= 0);
  await page.goBack();
  await page.goBack();
  await price(page).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a lost script leaves the form and a word, after one reload', async () => {
  const context = await (await browser()).newContext({ viewport: PHONE });
  const page = await context.newPage();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.route('**/assets/index-*.js', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(URL_OF_PAGE);
  await page.locator('#lost').waitFor();
  assert.equal(loads, 2);
  assert.ok(await page.locator('#place').isVisible());
  await context.close();
});

test('an old tab across a deploy reloads once for the chunk that is gone, and keeps the question', async () => {
  const { page, context } = await priced();
  await page.route('**/assets/price-map-*.js', (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '' }));
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.getByRole('button', { name: 'Elegir en el mapa' }).click();
  await page.waitForEvent('load');
  await price(page).waitFor();
  assert.equal(loads, 1);
  assert.equal(await page.locator('#surface_covered').inputValue(), '55');
  await page.getByRole('button', { name: 'Elegir en el mapa' }).click();
  await page.getByText('Esta página falló').waitFor();
  assert.equal(loads, 1);
  await context.close();
});

test('a point is chosen on the map by keyboard', async () => {
  const { page, context, faults } = await open();
  await page.getByRole('button', { name: 'Elegir en el mapa' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'ArrowDown', '+']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Usar este punto' }).focus();
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#place').inputValue(), /Capital Federal/);
  await page.locator('#surface_covered').fill('60');
  await send(page);
  await price(page).waitFor();
  assert.match(page.url(), /lat=-34\.\d+&lon=-58\.\d+/);
  assert.deepEqual(faults, []);
  await context.close();
});

/** The status and the type of what the browser gets there. */
function kindOf(page, path) {
  return page.evaluate(async (asked) => {
    const { status, headers } = await globalThis.fetch(asked);
    return [status, headers.get('content-type').split(';')[0]];
  }, path);
}
