import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { PRICE } from '../test/answers';
import { readAppraisal } from './appraisal';
import type { Appraisal } from './appraisal';
import { appraise } from './client';
import { IDLE, advance, useAppraisal } from './use-appraisal';

vi.mock('./client');

const HOME = { l2: 'Capital Federal', surface_total: 60 };
const APPRAISAL = readAppraisal(PRICE) ?? raise('the whole answer was not read');

function raise(text: string): never {
  throw new Error(text);
}

const signals = () => vi.mocked(appraise).mock.calls.map(([, , signal]) => signal.aborted);

describe('one appraisal at a time', () => {
  beforeEach(() => {
    vi.mocked(appraise).mockReset();
    vi.mocked(appraise).mockReturnValue(new Promise(() => undefined));
  });

  it('a new request aborts the one before it', () => {
    const { result } = renderHook(useAppraisal);
    act(() => {
      result.current[1](HOME, 'es');
    });
    expect(signals()).toEqual([false]);
    act(() => {
      result.current[1](HOME, 'en');
    });
    expect(signals()).toEqual([true, false]);
  });

  it('leaving the page aborts what is on its way', () => {
    const { result, unmount } = renderHook(useAppraisal);
    act(() => {
      result.current[1](HOME, 'es');
    });
    unmount();
    expect(signals()).toEqual([true]);
  });

  it('what an aborted request still answers is not heard', async () => {
    let answer: (appraisal: Appraisal) => void = () => undefined;
    const first = new Promise<Appraisal>((resolve) => {
      answer = resolve;
    });
    vi.mocked(appraise).mockReturnValueOnce(first);
    const { result } = renderHook(useAppraisal);
    act(() => {
      result.current[1](HOME, 'es');
      result.current[1](HOME, 'es');
    });
    await act(async () => {
      answer(APPRAISAL);
      await first;
    });
    expect(result.current[0].phase).toBe('pending');
  });
});

describe('the progress of an appraisal', () => {
  it('keeps the last result in sight while the next one is on its way', () => {
    const done = advance(IDLE, { kind: 'answered', result: { home: HOME, appraisal: APPRAISAL } });
    expect(advance(done, { kind: 'asked' })).toMatchObject({ phase: 'pending', result: { home: HOME } });
  });

  it('drops the last result when the next one fails: it would be taken for the answer', () => {
    const done = advance(IDLE, { kind: 'answered', result: { home: HOME, appraisal: APPRAISAL } });
    expect(advance(done, { kind: 'failed', failure: { kind: 'timeout' } }).result).toBeUndefined();
  });
});
