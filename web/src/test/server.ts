/** The network, faked at its edge: what a test does not say is answered well. */

import { http, HttpResponse } from 'msw';
import type { JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';

import { MAP, PLACES, PRICE } from './answers';

export const PREDICT = '*/api/predict';
export const PLACES_FILE = '*/places.json';
export const MAP_FILE = '*/map.json';

export const server = setupServer(
  http.get(PLACES_FILE, () => HttpResponse.json(PLACES)),
  http.get(MAP_FILE, () => HttpResponse.json(MAP)),
  http.post(PREDICT, () => HttpResponse.json(PRICE)),
);

/** Answer POST /predict with each of these in turn, the last one for good; the requests are returned as they come. */
export function answering(
  ...answers: readonly [status: number, body: JsonBodyType, headers?: Record<string, string>][]
): Request[] {
  const seen: Request[] = [];
  server.use(
    http.post(PREDICT, ({ request }) => {
      seen.push(request.clone());
      const [status, body, headers = {}] = answers[Math.min(seen.length, answers.length) - 1] ?? [500, null];
      return HttpResponse.json(body, { status, headers });
    }),
  );
  return seen;
}

export const bodies = (requests: readonly Request[]) => Promise.all(requests.map((one) => one.clone().json()));
