import { AxiosError } from 'axios';
import { describe, expect, it } from 'vitest';

import { isPassing, toFailure } from './failure';

const without = (code: string) => new AxiosError('no answer', code);

describe('a request without an answer', () => {
  it.each(['ECONNABORTED', 'ETIMEDOUT'])('%s is a timeout, and is not waited for once more', (code) => {
    expect(toFailure(without(code))).toEqual({ kind: 'timeout' });
    expect(isPassing(without(code))).toBe(false);
  });

  it('ERR_NETWORK is a lost connection, and is worth one more try', () => {
    expect(toFailure(without('ERR_NETWORK'))).toEqual({ kind: 'offline' });
    expect(isPassing(without('ERR_NETWORK'))).toBe(true);
  });

  it('an error of our own is neither', () => {
    expect(isPassing(new TypeError('ours'))).toBe(false);
  });
});
