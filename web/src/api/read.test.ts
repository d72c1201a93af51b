import { describe, expect, it } from 'vitest';

import { asList, asNumber, asObject, asText } from './read';

describe('what came from outside', () => {
  it('is an object, or none', () => {
    expect(asObject({ a: 1 })).toEqual({ a: 1 });
    for (const other of [null, undefined, [], 'x', 5, true]) expect(asObject(other)).toBeUndefined();
  });

  it('is a number that can be counted with, or none', () => {
    expect(asNumber(0)).toBe(0);
    for (const other of [NaN, Infinity, '5', null, undefined]) expect(asNumber(other)).toBeUndefined();
  });

  it('is a text that says something, or none', () => {
    expect(asText(' a ')).toBe(' a ');
    for (const other of ['', '  ', 5, null]) expect(asText(other)).toBeUndefined();
  });

  it('is a list of what is understood', () => {
    expect(asList([1, 'x', null, 2], asNumber)).toEqual([1, 2]);
    for (const other of [null, 'ab', { length: 1 }]) expect(asList(other, asNumber)).toEqual([]);
  });
});
