/**
 * Why there is no price, as data; its words are the page's.
 *
 * Failure
 * ├── timeout      no answer in time
 * ├── offline      no answer at all
 * ├── busy         429 or 503: too many requests; `waitS` is what Retry-After asks for
 * ├── invalid      the service refuses the request, and says at which field
 * ├── refused      another 4xx: trying again changes nothing
 * ├── server       any other status
 * ├── unreadable   an answer without a price in it
 * └── broken       the page itself failed at the answer
 */

import { isAxiosError } from 'axios';

import { FIELDS } from '../home/draft';
import type { FieldName } from '../home/draft';
import { asList, asObject, asText } from './read';
import type { Schemas } from './read';

/** What the service says of one field: the limits it is outside of, or a text. */
export type Fault = { readonly low: number; readonly high: number } | { readonly text: string };
export type Faults = Readonly<Partial<Record<FieldName, Fault>>>;

export type Failure =
  | { readonly kind: 'timeout' | 'offline' | 'unreadable' | 'broken' }
  | { readonly kind: 'busy'; readonly waitS: number | undefined }
  | { readonly kind: 'invalid'; readonly faults: Faults; readonly detail: string | undefined }
  | { readonly kind: 'server' | 'refused'; readonly status: number };

const GATEWAY = [502, 503, 504];
const PLACE = ['l2', 'locality', 'lat', 'lon'];

export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
}

export function toFailure(error: unknown): Failure {
  if (error instanceof UnreadableAnswerError) return { kind: 'unreadable' };
  if (!isAxiosError(error)) return { kind: 'broken' };
  if (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT') return { kind: 'timeout' };
  if (!error.response) return { kind: 'offline' };
  const wait = waitOf(error);
  return ofStatus(error.response.status, error.response.data, wait === undefined ? undefined : Math.ceil(wait / 1000));
}

/** Worth one more try without asking: the service was not reached, or its gateway gave up on it. */
export function isPassing(error: unknown): boolean {
  if (!isAxiosError(error)) return false;
  const status = error.response?.status;
  return status === undefined ? error.code === 'ERR_NETWORK' : GATEWAY.includes(status);
}

/** What Retry-After asks for, in milliseconds: a number of seconds or a date (RFC 9110, 10.2.3). */
export function waitOf(error: unknown, now = Date.now()): number | undefined {
  if (!isAxiosError(error)) return undefined;
  const text = asText(error.response?.headers['retry-after']);
  if (text === undefined) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function ofStatus(status: number, body: unknown, waitS: number | undefined): Failure {
  if (status === 429 || (status === 503 && waitS !== undefined)) return { kind: 'busy', waitS };
  if (status === 504) return { kind: 'timeout' };
  if (status === 400 || status === 422) return readProblem(body);
  return { kind: status < 500 ? 'refused' : 'server', status };
}

/** problem+json with `errors`, each naming its field. */
function readProblem(body: unknown): Failure {
  const problem = asObject<Schemas['Problem']>(body);
  const faults = Object.fromEntries(asList(problem?.errors, readFault));
  return { kind: 'invalid', faults, detail: asText(problem?.detail) };
}

function readFault(item: unknown): readonly [FieldName, Fault] | undefined {
  const fault = asObject<Schemas['FieldFault']>(item);
  const field = asText(fault?.field);
  const name = PLACE.includes(field ?? '') ? 'place' : FIELDS.find((one) => one === field);
  if (!fault || !field || !name) return undefined;
  const text = sentence(asText(fault.detail) ?? '', field);
  return [name, (name === 'place' ? undefined : readLimits(asText(fault.limit))) ?? { text }];
}

/** The service's text begins with the field's name: here it stands under its label. */
function sentence(text: string, field: string): string {
  const rest = text.replace(`${field}: `, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Limits are written "low..high". */
function readLimits(limit: string | undefined): Fault | undefined {
  const [, low, high] = /^(-?[\d.]+?)\.\.(-?[\d.]+)$/.exec(limit ?? '') ?? [];
  return low !== undefined && high !== undefined ? { low: Number(low), high: Number(high) } : undefined;
}
