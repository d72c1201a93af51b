/** The service behind the page, on the page's own origin. */

import axios from 'axios';

import { readAppraisal } from './appraisal';
import type { Appraisal } from './appraisal';
import { isPassing, UnreadableAnswerError } from './failure';
import type { Home } from './home';
import { readPlaces } from './places';
import type { Places } from './places';

/** The gateway gives up after 29 s; a person does sooner. */
export const TIMEOUT_MS = 25_000;
export const RETRY_AFTER_MS = 800;

const http = axios.create({ baseURL: '/api', timeout: TIMEOUT_MS });

export async function appraise(home: Home, language: string, signal: AbortSignal): Promise<Appraisal> {
  const post = () => http.post<unknown>('/predict', home, { signal, headers: { 'Accept-Language': language } });
  const { data } = await retryOnce(post, signal);
  const appraisal = readAppraisal(data);
  if (!appraisal) throw new UnreadableAnswerError('an answer of /predict without a price');
  return appraisal;
}

export async function fetchPlaces(signal: AbortSignal): Promise<Places> {
  const { data } = await http.get<unknown>('/places', { signal });
  return readPlaces(data);
}

/** A price is only read, never written: asking twice is harmless. */
async function retryOnce<Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isPassing(error)) throw error;
    await pause(RETRY_AFTER_MS);
    signal.throwIfAborted();
    return ask();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
