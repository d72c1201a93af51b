/** The service behind the page, on the page's own origin; and the lists that are files of the page. */

import axios from 'axios';

import type { Home } from '../home/draft';
import { readAppraisal } from './appraisal';
import type { Appraisal } from './appraisal';
import { isPassing, UnreadableAnswerError, waitOf } from './failure';

/** The gateway gives up after 29 s; a person does sooner. */
export const TIMEOUT_MS = 25_000;
export const RETRY_AFTER_MS = 800;
/** A wait that the service asks for and that a person would hardly notice is waited without a word. */
export const SHORT_WAIT_MS = 3_000;

const http = axios.create({ baseURL: '/api', timeout: TIMEOUT_MS });

export async function appraise(home: Home, language: string, signal: AbortSignal): Promise<Appraisal> {
  const post = () => http.post<unknown>('/predict', home, { signal, headers: { 'Accept-Language': language } });
  const { data } = await retryOnce(post);
  const appraisal = readAppraisal(data);
  if (!appraisal) throw new UnreadableAnswerError('an answer of /predict without a price');
  return appraisal;
}

/** A file of the page: a list of places, a map. */
export async function fetchFile(url: string): Promise<unknown> {
  const { data } = await axios.get<unknown>(url, { timeout: TIMEOUT_MS });
  if (typeof data !== 'object') throw new UnreadableAnswerError(`${url} is not JSON`);
  return data;
}

/** A price is only read, never written: asking twice is harmless. */
async function retryOnce<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const wait = waitOf(error) ?? (isPassing(error) ? RETRY_AFTER_MS : undefined);
    if (wait === undefined || wait > SHORT_WAIT_MS) throw error;
    await pause(wait);
    return ask();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
