/**
 * How the page looks in its key states, beside the pictures in docs/pictures: on a phone and on a computer, light and
 * dark, in both languages. Compared by the mean colour of squares, so that another machine's letters are no difference
 * and a card that is gone, moved or painted otherwise is one. TASADOR_PICTURES=write writes them anew.
 */

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { browser, close, open, PHONE, price, priced } from './person.mjs';

const FOLDER = new URL('../../docs/pictures/', import.meta.url);
const DESKTOP = { width: 1280, height: 800 };
const SIZES = { phone: PHONE, desktop: DESKTOP };
const LOCALES = { es: 'es-AR', en: 'en-US' };
const SQUARE = 20; // pixels
const MEAN = 8; // of 255, over the whole picture
const FAR = 64; // of 255, in one square
const FAR_SHARE = 0.04; // of the squares

after(close);

test('the question looks as it did', async () => {
  const { page, context } = await open({ size: PHONE });
  await alike(page, 'question-phone-es-light');
  await context.close();
});

test('a price looks as it did on a phone and a computer, light and dark, in both languages', async () => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const [language, locale] of Object.entries(LOCALES)) {
      for (const colorScheme of ['light', 'dark']) {
        const { page, context } = await priced({ size: viewport, locale, colorScheme });
        await toTop(page, price(page), size === 'phone' ? 128 : 200);
        await alike(page, `price-${size}-${language}-${colorScheme}`);
        await context.close();
      }
    }
  }
});

test('two homes side by side look as they did', async () => {
  const { page, context } = await priced({ size: PHONE });
  await page.getByRole('button', { name: 'Comparar con otra' }).click();
  await page.locator('#surface_covered').fill('90');
  await page.getByTestId('difference').first().waitFor();
  await toTop(page, page.locator('.compare'), 8);
  await alike(page, 'two-phone-es-light');
  await context.close();
});

test('the map looks as it did', async () => {
  const { page, context } = await open({ size: PHONE });
  await page.getByRole('button', { name: 'Elegir en el mapa' }).click();
  await page.getByRole('application').waitFor();
  await toTop(page, page.locator('#form'), 8);
  await alike(page, 'map-phone-es-light');
  await context.close();
});

/** Scrolls until this is so many pixels below the top. */
function toTop(page, locator, below) {
  return locator.evaluate((element, pixels) => globalThis.scrollBy(0, element.getBoundingClientRect().top - pixels), below);
}

async function alike(page, name) {
  await page.evaluate(() => globalThis.document.activeElement?.blur());
  await page.waitForTimeout(200);
  const now = await page.screenshot({ type: 'jpeg', quality: 55 });
  const file = new URL(`${name}.jpg`, FOLDER);
  if (process.env.TASADOR_PICTURES === 'write') {
    await mkdir(FOLDER, { recursive: true });
    await writeFile(file, now);
    return;
  }
  const { mean, far } = difference(await squares(await readFile(file)), await squares(now));
  const said = `${name}: ${mean.toFixed(1)} of 255 from its picture, ${(100 * far).toFixed(1)} % of it far`;
  assert.ok(mean <= MEAN && far <= FAR_SHARE, `${said}. If it is meant to: TASADOR_PICTURES=write, and look at them`);
}

/** The mean colours of the picture's squares, row by row, read in a browser: red, green, blue, red… */
async function squares(picture) {
  const page = await (await browser()).newPage();
  const colours = await page.evaluate(
    async ([data, side]) => {
      const image = new globalThis.Image();
      image.src = `data:image/jpeg;base64,${data}`;
      await image.decode();
      const [width, height] = [Math.ceil(image.width / side), Math.ceil(image.height / side)];
      const canvas = Object.assign(globalThis.document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, width, height);
      return [...context.getImageData(0, 0, width, height).data].filter((_, index) => index % 4 < 3);
    },
    [picture.toString('base64'), SQUARE],
  );
  await page.close();
  return colours;
}

function difference(before, now) {
  assert.equal(now.length, before.length, 'a picture of another size');
  const apart = before.map((value, index) => Math.abs(value - now[index]));
  const mean = apart.reduce((sum, one) => sum + one, 0) / apart.length;
  return { mean, far: apart.filter((one) => one > FAR).length / apart.length };
}
