/**
 * Why there is no price, as data; its words are the page's.
 *
 * Failure
 * ├── timeout      no answer in time
 * ├── offline      no answer at all
 * ├── busy         429: too many requests
 * ├── invalid      the service refuses the request, and says at which field
 * ├── server       any other status
 * └── unreadable   an answer without a price in it
 */

import { isAxiosError } from 'axios';

import { FIELDS } from './home';
import type { FieldName } from './home';
import { asList, asObject, asText } from './read';
import type { Schemas } from './read';

/** What the service says of one field: the limits it is outside of, or a text. */
export type Fault = { readonly low: number; readonly high: number } | { readonly text: string };
export type Faults = Readonly<Partial<Record<FieldName, Fault>>>;

export type Failure =
  | { readonly kind: 'timeout' | 'offline' | 'busy' | 'unreadable' }
  | { readonly kind: 'invalid'; readonly faults: Faults; readonly detail: string | undefined }
  | { readonly kind: 'server'; readonly status: number };

const GATEWAY = [502, 503, 504];

export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
}

export function toFailure(error: unknown): Failure {
  if (error instanceof UnreadableAnswerError) return { kind: 'unreadable' };
  if (!isAxiosError(error)) throw error;
  if (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT') return { kind: 'timeout' };
  if (!error.response) return { kind: 'offline' };
  return ofStatus(error.response.status, error.response.data);
}

/** Worth one more try without asking: the service was not reached, or its gateway gave up on it. */
export function isPassing(error: unknown): boolean {
  if (!isAxiosError(error)) return false;
  const status = error.response?.status;
  return status === undefined ? error.code === 'ERR_NETWORK' : GATEWAY.includes(status);
}

function ofStatus(status: number, body: unknown): Failure {
  if (status === 429) return { kind: 'busy' };
  if (status === 504) return { kind: 'timeout' };
  if (status === 400 || status === 422) return readProblem(body);
  return { kind: 'server', status };
}

/** problem+json with `errors`, each naming its field. */
function readProblem(body: unknown): Failure {
  const problem = asObject<Schemas['Problem']>(body);
  const faults = Object.fromEntries(asList(problem?.errors, readFault));
  return { kind: 'invalid', faults, detail: asText(problem?.detail) };
}

function readFault(item: unknown): readonly [FieldName, Fault] | undefined {
  const fault = asObject<Schemas['FieldFault']>(item);
  const name = FIELDS.find((field) => field === fault?.field);
  if (!fault || !name) return undefined;
  const text = sentence(asText(fault.detail) ?? '', name);
  return [name, readLimits(asText(fault.limit)) ?? { text }];
}

/** The service's text begins with the field's name: here it stands under its label. */
function sentence(text: string, name: FieldName): string {
  const rest = text.replace(`${name}: `, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Limits are written "low..high". */
function readLimits(limit: string | undefined): Fault | undefined {
  const [, low, high] = /^(-?[\d.]+?)\.\.(-?[\d.]+)$/.exec(limit ?? '') ?? [];
  return low !== undefined && high !== undefined ? { low: Number(low), high: Number(high) } : undefined;
}
