import { screen } from '@testing-library/react';
import axe from 'axe-core';
import { beforeEach, expect, it } from 'vitest';

import { REFUSAL } from '../test/answers';
import { browserLike, fill, open, priced, send } from '../test/page';
import { answering } from '../test/server';

/** Colours need a real browser: the tests in `tests/browser` look at them. */
async function violations() {
  const { violations: found } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

beforeEach(() => {
  browserLike();
  document.title = 'Tasador';
  document.documentElement.lang = 'es';
  // axe tries a canvas, which jsdom does not have.
  HTMLCanvasElement.prototype.getContext = () => null;
});

it('the empty page has nothing that axe would complain of', async () => {
  await open();
  expect(await violations()).toEqual([]);
});

it('nor has the open list of places', async () => {
  const { user } = await open();
  await user.type(screen.getByRole('combobox'), 'pal{ArrowDown}');
  expect(await violations()).toEqual([]);
});

it('nor has a page with a price and two homes side by side', async () => {
  const { user } = await priced();
  await user.click(screen.getByRole('button', { name: 'Comparar con otra' }));
  expect(await violations()).toEqual([]);
});

it('nor has a page with mistakes', async () => {
  answering([422, REFUSAL]);
  const { user } = await open();
  await fill(user);
  await send(user);
  await screen.findByRole('alert');
  expect(await violations()).toEqual([]);
});
