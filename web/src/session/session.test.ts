import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { appraise, fetchFile } from '../api/client';
import type { Appraisal } from '../api/appraisal';
import { fromHome, keyOf, toQuery, typedPlace } from '../home/draft';
import type { Home } from '../home/draft';
import { PLACES } from '../test/answers';
import { createSession, PLAY_AFTER_MS, SLOW_AFTER_MS } from './session';
import { START } from './state';

vi.mock('../api/client', () => ({ appraise: vi.fn(), fetchFile: vi.fn() }));
const asked = vi.mocked(appraise);

const HOME: Home = { l2: 'Capital Federal', locality: 'Palermo', property_type: 'Departamento', surface_covered: 60 };
const OTHER: Home = { ...HOME, rooms: 3 };
const priced = (price: number) => ({ price, notices: [] }) as unknown as Appraisal;
/** An answer that is given when the test says so. */
function later(): (price: number) => void {
  let give: (price: number) => void = () => undefined;
  const answer = new Promise<Appraisal>((resolve) => {
    give = (price) => {
      resolve(priced(price));
    };
  });
  asked.mockReturnValueOnce(answer);
  return give;
}
const settled = () => vi.advanceTimersByTimeAsync(0);

const stops: (() => void)[] = [];

function started(address = '/') {
  history.replaceState(null, '', address);
  const session = createSession('/places.json');
  const stop = session.start();
  stops.push(stop);
  return { session, stop };
}

afterEach(() => {
  stops.splice(0).forEach((stop) => {
    stop();
  });
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestIdleCallback'] });
  localStorage.clear();
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['es-AR']);
  asked.mockReset().mockResolvedValue(priced(100));
  vi.mocked(fetchFile).mockReset().mockResolvedValue(PLACES);
});

describe('a question', () => {
  it('that was sent is asked once, shown, kept and in the address', async () => {
    const { session } = started();
    session.type(fromHome(HOME));
    session.submit();
    session.submit();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledWith(HOME, 'es', expect.any(AbortSignal));
    expect(session.get()).toMatchObject({ phase: 'pending', playing: false, asked: HOME });
    await settled();
    expect(session.get()).toMatchObject({ phase: 'done', slow: false, result: { home: HOME, appraisal: { price: 100 } } });
    expect(location.search).toBe(`?${keyOf(HOME)}`);
    expect(localStorage.getItem('tasador.homes')).toContain('"price":100');
  });

  it('with mistakes is not asked, but they are shown', () => {
    const { session } = started();
    session.type({ ...fromHome(HOME), surface_covered: 'x' });
    session.submit();
    expect(asked).not.toHaveBeenCalled();
    expect(session.get().sent).toEqual(session.get().draft);
    expect(location.search).toBe('');
  });

  it('whose place was typed and not picked is of the place that it names', async () => {
    const { session } = started();
    session.places.load();
    await settled();
    session.type({ ...typedPlace(START, 'tigre'), surface_covered: '60' });
    session.submit();
    expect(asked.mock.calls[0]?.[0]).toEqual({
      l2: 'Bs.As. G.B.A. Zona Norte',
      locality: 'Tigre',
      property_type: 'Departamento',
      surface_covered: 60,
    });
    expect(session.get().draft.place).toBe('');
  });

  it('of a whole region has no locality', async () => {
    const { session } = started();
    session.places.load();
    await settled();
    session.type({ ...typedPlace(START, 'santa fe'), surface_covered: '60' });
    session.submit();
    expect(asked.mock.calls[0]?.[0]).not.toHaveProperty('locality');
  });

  it('is slow after a while, and not once it was given up or answered', async () => {
    const { session } = started();
    const give = later();
    session.open(HOME);
    await vi.advanceTimersByTimeAsync(SLOW_AFTER_MS - 1);
    expect(session.get().slow).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(session.get().slow).toBe(true);
    give(1);
    await settled();
    expect(session.get().slow).toBe(false);
    later();
    session.open(OTHER);
    session.clear();
    await vi.advanceTimersByTimeAsync(SLOW_AFTER_MS);
    expect(session.get().slow).toBe(false);
  });

  it('that was answered before is not asked again', async () => {
    const { session } = started();
    session.open(HOME);
    await settled();
    session.open(OTHER);
    await settled();
    session.open(HOME);
    await settled();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(session.get().result?.home).toEqual(HOME);
  });

  it('that failed is asked again, and nothing is kept of it', async () => {
    asked.mockRejectedValueOnce(new Error('boom'));
    const { session } = started();
    session.open(HOME);
    await settled();
    expect(session.get()).toMatchObject({ phase: 'failed', failure: { kind: 'broken' } });
    expect(localStorage.getItem('tasador.homes')).toBeNull();
    session.retry();
    await settled();
    expect(session.get().phase).toBe('done');
  });

  it('gives up the one before it, whose answer is not heard', async () => {
    const { session } = started();
    const first = later();
    session.open(HOME);
    const second = later();
    session.open(OTHER);
    expect(asked.mock.calls[0]?.[2].aborted).toBe(true);
    second(2);
    await settled();
    first(1);
    await settled();
    expect(session.get().result).toMatchObject({ home: OTHER, appraisal: { price: 2 } });
    expect(asked.mock.calls[1]?.[2].aborted).toBe(false);
  });
});

describe('a change after the first price', () => {
  const playing = async () => {
    const { session } = started();
    session.open(HOME);
    await settled();
    asked.mockClear();
    return session;
  };

  it('is asked once it has rested, in the place of the question in the address only from the second on', async () => {
    const session = await playing();
    const [pushed, replaced] = [vi.spyOn(history, 'pushState'), vi.spyOn(history, 'replaceState')];
    for (const rooms of ['1', '2', '3']) session.type({ ...session.get().draft, rooms });
    await vi.advanceTimersByTimeAsync(PLAY_AFTER_MS - 1);
    expect(asked).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.mock.calls.map(([home]) => home)).toEqual([OTHER]);
    expect(session.get()).toMatchObject({ playing: true, baseline: { home: HOME } });
    expect([pushed.mock.calls.length, replaced.mock.calls.length]).toEqual([1, 0]);
    session.type({ ...session.get().draft, rooms: '4' });
    await vi.advanceTimersByTimeAsync(PLAY_AFTER_MS);
    expect([pushed.mock.calls.length, replaced.mock.calls.length]).toEqual([1, 1]);
    expect(location.search).toContain('rooms=4');
  });

  it('back to what was asked, or to what cannot be asked, asks nothing', async () => {
    const session = await playing();
    session.type({ ...session.get().draft, rooms: '3' });
    session.type(fromHome(HOME));
    await vi.advanceTimersByTimeAsync(PLAY_AFTER_MS);
    session.type({ ...session.get().draft, rooms: 'x' });
    await vi.advanceTimersByTimeAsync(PLAY_AFTER_MS);
    expect(asked).not.toHaveBeenCalled();
  });

  it('before the first price asks nothing', async () => {
    const { session } = started();
    session.type(fromHome(HOME));
    await vi.advanceTimersByTimeAsync(PLAY_AFTER_MS);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('the address', () => {
  const ADDRESS = `/?${toQuery(fromHome(HOME))}`;

  it('with a question asks it when the page starts', async () => {
    const { session } = started(ADDRESS);
    await settled();
    expect(asked.mock.calls.map(([home]) => home)).toEqual([HOME]);
    expect(session.get().result?.home).toEqual(HOME);
  });

  it('goes back and forth between questions and the empty form, until the page is left', async () => {
    const { session, stop } = started();
    session.open(HOME);
    await settled();
    const back = (address: string) => {
      history.replaceState(null, '', address);
      window.dispatchEvent(new PopStateEvent('popstate'));
    };
    back('/');
    expect(session.get()).toMatchObject({ phase: 'idle', result: undefined, draft: START });
    back(ADDRESS);
    await settled();
    expect(session.get().result?.home).toEqual(HOME);
    back(`${ADDRESS}&bathrooms=-5`);
    expect(session.get().sent?.bathrooms).toBe('-5');
    expect(asked).toHaveBeenCalledTimes(1);
    stop();
    back('/');
    expect(session.get().draft.l2).toBe('Capital Federal');
  });

  it('of the same question is not left twice', async () => {
    const { session } = started();
    session.open(HOME);
    await settled();
    const pushed = vi.spyOn(history, 'pushState');
    session.submit();
    expect(pushed).not.toHaveBeenCalled();
  });
});

describe('what stays', () => {
  it('is the draft, as it is typed, until all is cleared', () => {
    const { session } = started();
    session.type({ ...START, rooms: '3' });
    expect(started().session.get().draft.rooms).toBe('3');
    session.clear();
    expect(session.get()).toMatchObject({ draft: START, sent: undefined });
    expect(started().session.get().draft).toEqual(START);
    expect(location.pathname + location.search).toBe('/');
  });

  it('is the language that was chosen', async () => {
    const { session } = started();
    session.speak('en');
    await vi.waitFor(() => {
      expect(session.get().language).toBe('en');
    });
    expect(localStorage.getItem('tasador.language')).toBe('en');
  });
});

describe('the list of places', () => {
  it('is brought when the browser rests', async () => {
    started();
    expect(fetchFile).not.toHaveBeenCalled();
    await vi.runAllTimersAsync();
    expect(fetchFile).toHaveBeenCalledWith('/places.json');
  });
});
