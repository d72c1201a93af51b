import { beforeEach, describe, expect, it, vi } from 'vitest';

import { reloadOnce } from './reload';

const lost = () => new Event('vite:preloadError', { cancelable: true });

describe('a chunk that is gone', () => {
  const reload = vi.fn();
  beforeEach(() => {
    reload.mockReset();
    sessionStorage.clear();
  });

  it('reloads the page once, and not again within the minute', () => {
    const target = new EventTarget();
    let now = 1_000_000;
    reloadOnce(
      target,
      () => sessionStorage,
      reload,
      () => now,
    );
    const first = lost();
    target.dispatchEvent(first);
    now += 59_000;
    const second = lost();
    target.dispatchEvent(second);
    expect(reload).toHaveBeenCalledTimes(1);
    expect([first.defaultPrevented, second.defaultPrevented]).toEqual([true, false]);
  });

  it('reloads again at the next release', () => {
    const target = new EventTarget();
    let now = 1_000_000;
    reloadOnce(
      target,
      () => sessionStorage,
      reload,
      () => now,
    );
    target.dispatchEvent(lost());
    now += 3_600_000;
    target.dispatchEvent(lost());
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it('never reloads where nothing can be remembered', () => {
    const target = new EventTarget();
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    reloadOnce(target, refuse, reload);
    target.dispatchEvent(lost());
    expect(reload).not.toHaveBeenCalled();
  });

  it('does not reload without a network: the page would be lost', () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const target = new EventTarget();
    reloadOnce(target, () => sessionStorage, reload);
    target.dispatchEvent(lost());
    expect(reload).not.toHaveBeenCalled();
  });
});
