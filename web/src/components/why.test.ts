import { describe, expect, it } from 'vitest';

import { largest, startOf } from './why';

const reason = (factor: string, usd: number) => ({ factor, text: factor, usd });
const rest = (count: number) => `${count} more`;

describe('the reasons', () => {
  it('the largest come first, whichever way they go, and the rest is one', () => {
    const all = [1, -2, 3, -4, 5, -6, 7, -8].map((usd) => reason(String(usd), usd));
    const shown = largest(all, rest);
    expect(shown.map(({ usd }) => usd)).toEqual([-8, 7, -6, 5, -4, 3, -1]);
    expect(shown.at(-1)?.text).toBe('2 more');
  });

  it('a rest of one is shown as itself', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((usd) => reason(String(usd), usd));
    expect(largest(all, rest).at(-1)?.text).toBe('1');
  });

  it('what moves the price by nothing is no reason', () => {
    expect(largest([reason('a', 0), reason('b', 3)], rest).map(({ factor }) => factor)).toEqual(['b']);
  });

  it('what is shown adds up, to the dollar', () => {
    const rows = [reason('a', 1.1111), reason('b', 2.2222)];
    expect(startOf(150_004.1667, rows, 150_007.5)).toBe(150_005);
  });

  it('a start that is more than rounding away is left as it was sent', () => {
    expect(startOf(1_000, [reason('a', 1)], 2_000)).toBe(1_000);
  });
});
