import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { REFUSAL } from '../test/answers';
import { answering } from '../test/server';
import { App } from './app';

/** Colours need a real browser: `e2e/visit.mjs --axe` looks at them. */
async function violations() {
  const { violations: found } = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function priced() {
  const user = userEvent.setup();
  render(<App />);
  await user.selectOptions(screen.getByLabelText(/^región/i), 'Capital Federal');
  await user.type(screen.getByLabelText('Superficie total'), '60');
  await user.click(screen.getByRole('button', { name: 'Calcular el precio' }));
  return user;
}

beforeEach(() => {
  document.title = 'Tasador';
  // axe tries a canvas, which jsdom does not have.
  HTMLCanvasElement.prototype.getContext = () => null;
  Element.prototype.scrollIntoView = vi.fn();
  window.matchMedia = vi.fn().mockReturnValue({ matches: true });
});

describe('axe finds nothing', () => {
  it('in the empty form', async () => {
    render(<App />);
    expect(await violations()).toEqual([]);
  });

  it('in an open list of places', async () => {
    const user = userEvent.setup();
    render(<App />);
    await screen.findByRole('option', { name: 'Mendoza' });
    await user.type(screen.getByLabelText(/^barrio/i), 'p{ArrowDown}');
    expect(await violations()).toEqual([]);
  });

  it('in a form with mistakes', async () => {
    const user = userEvent.setup();
    render(<App />);
    await user.click(screen.getByRole('button', { name: 'Calcular el precio' }));
    expect(await violations()).toEqual([]);
  });

  it('in a price with all its parts', async () => {
    await priced();
    await screen.findByTestId('price');
    expect(await violations()).toEqual([]);
  });

  it.each([422, 500])('in a failure with %i', async (status) => {
    answering([status, REFUSAL]);
    await priced();
    await screen.findByRole('alert');
    expect(await violations()).toEqual([]);
  });
});
