import { describe, expect, it } from 'vitest';

import { readAppraisal } from '../api/appraisal';
import type { Home } from '../home/draft';
import { fromHome } from '../home/draft';
import { PRICE } from '../test/answers';
import { advance, faultsOf, INITIAL, isStale, keep } from './state';
import type { Event, State } from './state';

const HOME: Home = { l2: 'Capital Federal', surface_total: 60 };
const APPRAISAL = readAppraisal(PRICE) ?? fail();
const RESULT = { home: HOME, appraisal: APPRAISAL, language: 'es' as const };
const after = (...events: readonly Event[]) => events.reduce(advance, INITIAL);
const asked = (playing: boolean): Event => ({ kind: 'asked', home: HOME, playing });
const answered: Event = { kind: 'answered', result: RESULT };
const failed: Event = { kind: 'failed', failure: { kind: 'timeout' } };
const home = (rooms: number): Home => ({ ...HOME, rooms });
const kept = (rooms: number) => ({ home: home(rooms), price: rooms });

function fail(): never {
  throw new Error('the whole answer was not read');
}

describe('the beginning', () => {
  const opened = (draft: State['draft'], homes: State['homes'] = []): Event => ({ kind: 'opened', draft, homes });

  it('of a first visit changes nothing, so that nothing is drawn anew', () => {
    expect(advance(INITIAL, opened(INITIAL.draft))).toBe(INITIAL);
    expect(advance(INITIAL, { kind: 'spoke', language: INITIAL.language })).toBe(INITIAL);
  });

  it('of a later one brings back the draft and the homes', () => {
    const draft = { ...INITIAL.draft, rooms: '3' };
    expect(advance(INITIAL, opened(draft))).toMatchObject({ draft, homes: [] });
    expect(advance(INITIAL, opened(INITIAL.draft, [kept(2)]))).toMatchObject({ homes: [kept(2)] });
    expect(advance({ ...INITIAL, homes: [kept(2)] }, opened(INITIAL.draft)).homes).toEqual([]);
    expect(advance(INITIAL, { kind: 'spoke', language: 'en' }).language).toBe('en');
  });
});

describe('the progress of a question', () => {
  it('keeps the last result in sight while the next one is on its way', () => {
    expect(after(asked(false), answered, asked(true))).toMatchObject({ phase: 'pending', playing: true, result: RESULT });
  });

  it('drops the last result when a sent question fails: it would be taken for the answer', () => {
    expect(after(asked(false), answered, asked(false), failed)).toMatchObject({
      phase: 'failed',
      result: undefined,
      baseline: undefined,
    });
  });

  it('keeps it when a change on the way fails', () => {
    expect(after(asked(false), answered, asked(true), failed)).toMatchObject({ phase: 'failed', result: RESULT });
  });

  it('a wait is slow until the next question or answer', () => {
    expect(after(asked(false), { kind: 'slow' }).slow).toBe(true);
    expect(after(asked(false), { kind: 'slow' }, asked(false)).slow).toBe(false);
    expect(after(asked(false), { kind: 'slow' }, answered).slow).toBe(false);
    expect(after(asked(false), { kind: 'slow' }, failed).slow).toBe(false);
  });

  it('a failure is forgotten by the next question', () => {
    expect(after(asked(false), failed, asked(false)).failure).toBeUndefined();
  });

  it('a difference is measured from what was sent, not from what was played', () => {
    const other = { ...RESULT, home: home(3) };
    expect(after(asked(false), answered, asked(true), { kind: 'answered', result: other }).baseline).toBe(RESULT);
    expect(after(asked(false), answered, asked(false), { kind: 'answered', result: other }).baseline).toBe(other);
  });

  it('a home is set aside and let go', () => {
    expect(after(answered, { kind: 'pinned' }).pinned).toBe(RESULT);
    expect(after(answered, { kind: 'pinned' }, { kind: 'unpinned' }).pinned).toBeUndefined();
  });

  it('is of before as soon as the form says something else, or nothing that can be priced', () => {
    const state: State = { ...after(answered), draft: fromHome(HOME) };
    expect(isStale(state)).toBe(false);
    expect(isStale({ ...state, draft: fromHome(home(3)) })).toBe(true);
    expect(isStale({ ...state, draft: { ...state.draft, rooms: 'x' } })).toBe(true);
    expect(isStale(INITIAL)).toBe(false);
  });

  it('faults are of the fields as they were sent', () => {
    const draft = { ...fromHome(HOME), bathrooms: '90' };
    const faults = { bathrooms: { low: 0, high: 9 }, place: { text: 'x' } };
    const state: State = { ...INITIAL, draft, sent: draft, failure: { kind: 'invalid', faults, detail: undefined } };
    expect(faultsOf(state)).toEqual(faults);
    expect(faultsOf({ ...state, draft: { ...draft, bathrooms: '9' } })).toEqual({ place: { text: 'x' } });
    expect(faultsOf({ ...state, draft: { ...draft, l2: 'Mendoza' } })).toEqual({ bathrooms: { low: 0, high: 9 } });
    expect(faultsOf({ ...state, draft: { ...draft, locality: 'Maipú' } })).toEqual({ bathrooms: { low: 0, high: 9 } });
    expect(faultsOf({ ...state, sent: undefined })).toEqual({});
    expect(faultsOf({ ...state, failure: { kind: 'timeout' } })).toEqual({});
  });
});

describe('the last homes', () => {
  it('are five, the newest first, each once', () => {
    const five = [1, 2, 3, 4, 5].map(kept);
    expect(keep(five, kept(6), false).map(({ price }) => price)).toEqual([6, 1, 2, 3, 4]);
    expect(keep(five, kept(3), false).map(({ price }) => price)).toEqual([3, 1, 2, 4, 5]);
  });

  it('a home that is played with takes the place of its former self', () => {
    expect(keep([kept(1), kept(2)], kept(3), true).map(({ price }) => price)).toEqual([3, 2]);
  });
});
