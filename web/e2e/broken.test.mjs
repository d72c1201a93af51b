/** What a browser, a network and a person do to the page that no drawing board foresees; against a deploy at TASADOR_PAGE. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { answering, close, fill, open, PHONE, price, priced, send } from './person.mjs';

const QUESTION = '?l2=Capital+Federal&locality=Palermo&property_type=Departamento&surface_covered=55';

after(close);

test('an answer that is cut off, or no answer at all, is asked for once more and then ends in words', async () => {
  const cases = [
    [(route) => route.abort('connectionreset'), 'No pudimos conectarnos', 2],
    [(route) => route.fulfill({ contentType: 'application/json', body: '{"precio_predicho": 17' }), 'algo que no entendemos', 1],
  ];
  for (const [answer, words, times] of cases) {
    const { page, context } = await open({ size: PHONE });
    let asked = 0;
    await answering(page, (route) => {
      asked += 1;
      return answer(route);
    });
    await fill(page);
    await send(page);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    assert.equal(asked, times, words);
    await page.unroute('**/api/predict');
    await page.getByRole('button', { name: 'Reintentar' }).click();
    await price(page).waitFor();
    await context.close();
  }
});

test('storage that is refused, or full, costs nothing but what it would have kept', async () => {
  const refused = () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(globalThis, name, {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }
  };
  const full = () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  };
  for (const script of [refused, full]) {
    const { page, context, faults } = await priced({ before: (opened) => opened.addInitScript(script) });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Estimated asking price').first().waitFor();
    await page.reload();
    await price(page).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a fragment of a megabyte is nothing to the page', async () => {
  const { page, context, faults } = await open({ path: `${QUESTION}#${'x'.repeat(1_000_000)}` });
  await price(page).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('marks of direction that were pasted along change nothing', async () => {
  const { page, context } = await open();
  await page.locator('#place').fill('\u200epalermo\u200f');
  await page.locator('#surface_covered').fill('\u202b55\u202c');
  await send(page);
  await price(page).waitFor();
  assert.match(page.url(), /locality=Palermo&property_type=Departamento&surface_covered=/);
  await context.close();
});

test('pressed three times, a question is asked once', async () => {
  const { page, context } = await open();
  let asked = 0;
  await answering(page, (route) => {
    asked += 1;
    return route.continue();
  });
  await fill(page);
  await page.locator('form').evaluate((form) => [1, 2, 3].forEach(() => form.requestSubmit()));
  await price(page).waitFor();
  assert.equal(asked, 1);
  await context.close();
});

test('back, forward and reload end in the state of the address: waiting, failed or with mistakes', async () => {
  const { page, context, faults } = await open();
  await answering(page, () => new Promise(() => undefined));
  await fill(page);
  await send(page);
  await page.locator('.waiting').waitFor();
  await page.goBack();
  await page.locator('.empty').waitFor();
  await page.unroute('**/api/predict');
  await page.goForward();
  await price(page).waitFor();
  await answering(page, (route) => route.fulfill({ status: 500, body: '{}' }));
  await page.reload();
  await page.getByRole('alert').waitFor();
  await page.unroute('**/api/predict');
  await page.reload();
  await price(page).waitFor();
  await page.getByRole('button', { name: 'Borrar todo' }).click();
  await send(page);
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await page.goBack();
  await price(page).waitFor();
  assert.equal(await page.locator('[aria-invalid="true"]').count(), 0);
  assert.deepEqual(
    faults.filter((text) => !text.includes('500')),
    [],
  );
  await context.close();
});
