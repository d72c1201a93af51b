/** The network, faked at its edge: what a test does not say is answered well. */

import { http, HttpResponse } from 'msw';
import type { JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';

import { PLACES, PRICE } from './answers';

export const PREDICT = '*/api/predict';

export const server = setupServer(
  http.get('*/api/places', () => HttpResponse.json(PLACES)),
  http.post(PREDICT, () => HttpResponse.json(PRICE)),
);

/** Answer POST /predict with each of these in turn, the last one for good; the requests are returned as they come. */
export function answering(...answers: readonly [status: number, body: JsonBodyType][]): Request[] {
  const seen: Request[] = [];
  server.use(
    http.post(PREDICT, ({ request }) => {
      seen.push(request.clone());
      const [status, body] = answers[Math.min(seen.length, answers.length) - 1] ?? [500, null];
      return HttpResponse.json(body, { status });
    }),
  );
  return seen;
}
