import { beforeEach, describe, expect, it, vi } from 'vitest';

import { fetchFile } from '../api/client';
import { PLACES } from '../test/answers';
import { createPlaces } from './known-places';
import { createSession } from './session';

vi.mock('../api/client', () => ({ fetchFile: vi.fn() }));
const fetched = vi.mocked(fetchFile);

beforeEach(() => {
  fetched.mockReset().mockResolvedValue(PLACES);
});

describe('the list of places', () => {
  it('is asked for once at a time, and never again once it is here', async () => {
    const places = createPlaces('/places.json');
    places.load();
    places.load();
    await vi.waitFor(() => {
      expect(places.get().state).toBe('here');
    });
    places.load();
    expect(fetched.mock.calls).toEqual([['/places.json']]);
    expect(places.get().places.map(({ locality }) => locality)).toContain('Tigre');
  });

  it('that did not come is the regions alone, and is asked for again', async () => {
    fetched.mockRejectedValueOnce(new Error('offline'));
    const places = createPlaces('/places.json');
    places.load();
    await vi.waitFor(() => {
      expect(places.get().state).toBe('failed');
    });
    expect(places.get().places.map(({ locality }) => locality)).toEqual(Array.from({ length: 10 }, () => undefined));
    places.load();
    await vi.waitFor(() => {
      expect(places.get().state).toBe('here');
    });
  });

  it('draws nothing anew but what shows places', async () => {
    const session = createSession('/places.json');
    const [question, places] = [vi.fn(), vi.fn()];
    session.subscribe(question);
    const stop = session.places.subscribe(places);
    session.places.load();
    await vi.waitFor(() => {
      expect(places).toHaveBeenCalledTimes(1);
    });
    expect(question).not.toHaveBeenCalled();
    stop();
    session.pin(true);
    expect(question).toHaveBeenCalledTimes(1);
  });
});
