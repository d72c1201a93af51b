/** How the page looks and where things are, in a real Chromium, against a deploy that stands at TASADOR_PAGE. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import {
  answering,
  close,
  fill,
  isInWindow,
  LAPTOP,
  open,
  overflow,
  PHONE,
  price,
  priced,
  send,
  SMALL,
  violations,
} from './person.mjs';

const SIZES = [
  LAPTOP,
  { width: 1280, height: 720 },
  { width: 1536, height: 730 },
  PHONE,
  { width: 768, height: 1024 },
  SMALL,
];
const PLAY_MS = 1_500;

after(close);

test('the price comes into the window at six sizes, from below and from above', async () => {
  for (const size of SIZES) {
    const { page, context } = await priced({ size });
    await page.waitForTimeout(300);
    assert.ok(await isInWindow(price(page)), `${size.width}×${size.height}, after the form`);
    assert.ok(await isInWindow(page.getByTestId('range')), `${size.width}×${size.height}, its range`);
    await page.evaluate(() => globalThis.scrollTo(0, globalThis.document.body.scrollHeight));
    await page.locator('#surface_covered').evaluate((input) => input.focus({ preventScroll: true }));
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => globalThis.document.querySelector('.answer').dataset.phase === 'done');
    await page.waitForTimeout(500);
    assert.ok(await isInWindow(price(page)), `${size.width}×${size.height}, from the end of the page`);
    await context.close();
  }
});

test('a cold start is explained in the window of a phone', async () => {
  const { page, context } = await open({ size: SMALL });
  await answering(page, async (route) => {
    await pause(6_000);
    await route.continue();
  });
  await fill(page);
  await send(page);
  const text = page.locator('.waiting p', { hasText: 'despertando' });
  await text.waitFor();
  assert.ok(await isInWindow(text));
  await context.close();
});

test('axe finds nothing in any state, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await open({ size: PHONE, colorScheme });
    const look = async (state) => assert.deepEqual(await violations(page), [], `${state}, ${colorScheme}`);
    await look('empty');
    await send(page);
    await look('mistakes');
    await page.locator('#place').fill('villa');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await look('the list of places');
    await fill(page);
    await send(page);
    await price(page).waitFor();
    await look('a price');
    await page.getByRole('button', { name: /Comparar/ }).click();
    await page.locator('#rooms').fill('4');
    await page.waitForTimeout(PLAY_MS);
    await look('two homes');
    await page.getByRole('button', { name: 'Elegir en el mapa' }).click();
    await page.getByRole('application').waitFor();
    await look('the map');
    await answering(page, () => new Promise(() => undefined));
    await page.locator('#rooms').fill('5');
    await page.waitForTimeout(PLAY_MS);
    await look('repricing');
    await context.close();
  }
});

test('axe finds nothing in a failure, light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await open({ colorScheme });
    await answering(page, (route) => route.fulfill({ status: 500, body: '{}' }));
    await fill(page);
    await send(page);
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await violations(page), []);
    await context.close();
  }
});

test('the list of places stays above a phone’s keyboard and scrolls with the arrows', async () => {
  const { page, context } = await open({ size: { width: 390, height: 420 } });
  await page.locator('#place').fill('villa');
  await page.getByRole('option').first().waitFor();
  for (let step = 0; step < 7; step += 1) {
    await page.keyboard.press('ArrowDown');
    const marked = page.locator('[role="option"][aria-selected="true"]');
    await page.waitForTimeout(50);
    assert.ok(await isInWindow(marked), `option ${step + 1}`);
  }
  await context.close();
});

test('nothing is wider than the window: 320 px, millions, text at 200 %', async () => {
  const { page, context } = await open({ size: SMALL });
  await fill(page, 'puerto madero', '900');
  await send(page);
  await price(page).waitFor();
  await page.getByRole('button', { name: /Comparar/ }).click();
  assert.match(await price(page).innerText(), /\d\.\d{3}\.\d{3}/);
  assert.ok((await overflow(page)) <= 0, 'at 320 px');
  await page.setViewportSize(PHONE);
  await page.evaluate(() => (globalThis.document.documentElement.style.fontSize = '200%'));
  assert.ok((await overflow(page)) <= 0, 'at 200 %');
  const tall = await page.locator('.why-name, dt, dd, th, td, label, legend, button').evaluateAll((all) =>
    all
      .filter((one) => one.offsetHeight > 8 * parseFloat(globalThis.getComputedStyle(one).lineHeight))
      .map((one) => one.innerText),
  );
  assert.deepEqual(tall, [], 'letters one below the other, at 200 %');
  await context.close();
});

test('what is pressed is 44 px high, or the text of a sentence', async () => {
  const { page, context } = await priced({ size: PHONE });
  const low = await page.evaluate(() =>
    [...globalThis.document.querySelectorAll('button, summary, .chip, .control, .slider')]
      .filter((element) => element.checkVisibility())
      .map((element) => [element.className || element.innerText, element.getBoundingClientRect().height])
      .filter(([, height]) => height < 43.5),
  );
  assert.deepEqual(low, []);
  await context.close();
});

test('forced colours keep the selection apart', async () => {
  const { page, context } = await open({ forcedColors: 'active' });
  const [chosen, other] = await page
    .locator('.chip span')
    .evaluateAll((chips) => chips.map((chip) => globalThis.getComputedStyle(chip).backgroundColor));
  assert.notEqual(chosen, other);
  await context.close();
});

test('print is one page, without what can only be pressed', async () => {
  const { page, context } = await priced();
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('#form').isVisible()));
  assert.ok(await price(page).isVisible());
  assert.equal(await pagesOf(page), 1);
  await context.close();
});

test('print is one page with every datum and its notices, and with two homes', async () => {
  for (const size of [PHONE, LAPTOP]) {
    const { page, context } = await priced({ size });
    await page.locator('.more > summary').click();
    const data = { surface_total: '80', rooms: '4', bedrooms: '3', bathrooms: '2', garage: '1', age: '10' };
    for (const [name, value] of Object.entries(data)) await page.locator(`#${name}`).fill(value);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.waitForTimeout(PLAY_MS);
    assert.equal(await pagesOf(page), 1, `every datum, ${size.width}`);
    await page.getByRole('button', { name: /Comparar/ }).click();
    await page.locator('.more > summary').waitFor();
    await fill(page, 'mendoza', '90');
    for (const name of Object.keys(data)) await page.locator(`#${name}`).fill(name === 'surface_total' ? '130' : '5');
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
    await page.waitForTimeout(PLAY_MS);
    assert.ok((await page.locator('.compare tbody tr').count()) >= 10);
    assert.equal(await pagesOf(page), 1, `two homes, ${size.width}`);
    await context.close();
  }
});

async function pagesOf(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page[^s]/g).length;
}
