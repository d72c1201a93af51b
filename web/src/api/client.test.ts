import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';

import { PRICE, REFUSAL } from '../test/answers';
import { answering, PREDICT, server } from '../test/server';
import type { Home } from '../home/draft';
import { appraise, fetchFile } from './client';
import { toFailure } from './failure';

const HOME: Home = { l2: 'Capital Federal', surface_total: 60 };
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
    [429, { kind: 'busy', waitS: undefined }],
    [500, { kind: 'server', status: 500 }],
    [404, { kind: 'refused', status: 404 }],
    [413, { kind: 'refused', status: 413 }],
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
      faults: { bathrooms: { low: 1, high: 20 }, place: { text: 'Tiene que ser un texto; se recibió 1.' } },
    });
  });

  it.each([{ detail: [{ loc: ['body'] }] }, null, 'oops', { errors: [null, { field: 'year', detail: 'x' }] }])(
    'a refusal in another shape (%j) is still a refusal',
    async (body) => {
      answering([400, body]);
      expect(await failure()).toMatchObject({ kind: 'invalid', faults: {}, detail: undefined });
    },
  );

  it('a fault of the point is a fault of the place, in words and not in limits', async () => {
    answering([422, { errors: [{ field: 'lat', limit: '-56..-21', detail: 'lat: tiene que estar en el país.' }] }]);
    expect(await failure()).toMatchObject({ faults: { place: { text: 'Tiene que estar en el país.' } } });
  });

  it('a short wait that the service asks for is waited, a long one is told', async () => {
    const tries = answering([429, null, { 'Retry-After': '0' }], [200, PRICE]);
    await expect(ask()).resolves.toMatchObject({ price: 172_449 });
    expect(tries).toHaveLength(2);
    const others = answering([429, null, { 'Retry-After': '30' }], [200, PRICE]);
    expect(await failure()).toEqual({ kind: 'busy', waitS: 30 });
    expect(others).toHaveLength(1);
  });

  it('a service that is away for a while is busy', async () => {
    answering([503, null, { 'Retry-After': '30' }]);
    expect(await failure()).toEqual({ kind: 'busy', waitS: 30 });
  });

  it('an error of the page itself is told as such', () => {
    expect(toFailure(new TypeError('ours'))).toEqual({ kind: 'broken' });
  });

  it('a question given up is not asked again', async () => {
    const tries = answering([502, null]);
    const controller = new AbortController();
    const asked = ask(controller.signal);
    await vi.waitFor(() => {
      expect(tries).toHaveLength(1);
    });
    controller.abort();
    await expect(asked).rejects.toThrow();
    expect(tries).toHaveLength(1);
  });
});

describe('a file of the page', () => {
  it('is read', async () => {
    await expect(fetchFile('http://localhost/places.json')).resolves.toMatchObject({ regions: expect.any(Array) as unknown });
  });

  it('that turns out to be the page itself is none', async () => {
    server.use(http.get('*/places.json', () => HttpResponse.html('<!doctype html>')));
    await expect(fetchFile('http://localhost/places.json')).rejects.toThrow('is not JSON');
  });
});
