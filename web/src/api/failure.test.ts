import { AxiosError, AxiosHeaders } from 'axios';
import { describe, expect, it } from 'vitest';

import { isPassing, toFailure, waitOf } from './failure';

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

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const refused = (value: string) =>
    new AxiosError('refused', 'ERR_BAD_REQUEST', undefined, undefined, {
      status: 429,
      statusText: '',
      headers: { 'retry-after': value },
      config: { headers: new AxiosHeaders() },
      data: null,
    });

  it.each([
    ['3', 3_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('"%s" is %s ms', (value, wait) => {
    expect(waitOf(refused(value), now)).toBe(wait);
  });

  it('is only that of an answer', () => {
    expect(waitOf(without('ERR_NETWORK'))).toBeUndefined();
    expect(waitOf(new Error('ours'))).toBeUndefined();
  });
});
