import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { addressed } from '../address';

const html = readFileSync('index.html', 'utf8');

it('a page with a domain of its own names its address and its picture whole', () => {
  const made = addressed(html, 'https://tasador.example.com');
  expect(made).toContain('<link rel="canonical" href="https://tasador.example.com/" />');
  expect(made).toContain('<meta property="og:url" content="https://tasador.example.com/" />');
  expect((/og:image" content="([^"]+)"/.exec(made))?.[1]).toBe('https://tasador.example.com/og.png');
  expect(made.match(/og:image/g)).toHaveLength(1);
});

it('a page without one is left as it is', () => {
  expect(addressed(html, undefined)).toBe(html);
});

it('an address that is none, or a page without its picture, fails the build', () => {
  expect(() => addressed(html, 'tasador')).toThrow('Invalid URL');
  expect(() => addressed('<!doctype html>', 'https://tasador.example.com')).toThrow('og.png');
});
