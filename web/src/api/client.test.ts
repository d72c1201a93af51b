import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';

import { PRICE, REFUSAL } from '../test/answers';
import { answering, PREDICT, server } from '../test/server';
import { appraise, fetchPlaces } from './client';
import { toFailure } from './failure';

const HOME = { l2: 'Capital Federal', surface_total: 60 };
const ask = (signal = new AbortController().signal) => appraise(HOME, 'en', signal);
async function sent() {
  const seen = answering([200, PRICE]);
  await ask();
  return seen;
}

const failure = () => ask().then(() => undefined, toFailure);

describe('asking for a price', () => {
  it('the home and the language are sent', async () => {
    const [request] = await sent();
    expect(request?.headers.get('accept-language')).toBe('en');
    expect(await request?.json()).toEqual(HOME);
  });

  it.each([502, 503, 504])('a gateway that fails once with %i is asked once more', async (status) => {
    const tries = answering([status, null], [200, PRICE]);
    await expect(ask()).resolves.toMatchObject({ price: 172_449 });
    expect(tries).toHaveLength(2);
  });

  it.each([
    [429, { kind: 'busy' }],
    [500, { kind: 'server', status: 500 }],
    [404, { kind: 'server', status: 404 }],
  ])('a %i is not asked again', async (status, expected) => {
    const tries = answering([status, null]);
    expect(await failure()).toEqual(expected);
    expect(tries).toHaveLength(1);
  });

  it('a gateway that goes on failing is a timeout or a fault of the service', async () => {
    answering([504, null]);
    expect(await failure()).toEqual({ kind: 'timeout' });
    answering([503, null]);
    expect(await failure()).toEqual({ kind: 'server', status: 503 });
  });

  it('no network is told apart from a failing service', async () => {
    server.use(http.post(PREDICT, () => HttpResponse.error()));
    expect(await failure()).toEqual({ kind: 'offline' });
  });

  it('an answer without a price is unreadable', async () => {
    answering([200, { hello: 'world' }]);
    expect(await failure()).toEqual({ kind: 'unreadable' });
  });

  it('a refusal names each field with its limits or its text', async () => {
    answering([422, REFUSAL]);
    expect(await failure()).toEqual({
      kind: 'invalid',
      detail: 'Datos que corregir: 2.',
      faults: { bathrooms: { low: 0, high: 100 }, locality: { text: 'Tiene que ser un texto; se recibió 1.' } },
    });
  });

  it.each([{ detail: [{ loc: ['body'] }] }, null, 'oops', { errors: [null, { field: 'lat', detail: 'x' }] }])(
    'a refusal in another shape (%j) is still a refusal',
    async (body) => {
      answering([400, body]);
      expect(await failure()).toMatchObject({ kind: 'invalid', faults: {}, detail: undefined });
    },
  );

  it('an error that is not of the network is not hidden', () => {
    expect(() => toFailure(new TypeError('ours'))).toThrow('ours');
  });

  it('places are read', async () => {
    await expect(fetchPlaces(new AbortController().signal)).resolves.toMatchObject({
      places: [{ name: 'Palermo' }, {}, {}],
    });
  });
});
