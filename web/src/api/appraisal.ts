/** The answer of POST /predict, as the page shows it: a price, and whatever else came with it. */

import { asList, asNumber, asObject, asText } from './read';
import type { Schemas, Unread } from './read';

export interface Contribution {
  readonly factor: string;
  readonly text: string;
  readonly usd: number;
}

export interface Notice {
  readonly code: string;
  readonly text: string;
}

export interface Comparables {
  readonly count: number;
  readonly medianUsdM2: number | undefined;
  readonly place: string | undefined;
}

export interface Appraisal {
  readonly price: number;
  readonly range: { readonly low: number; readonly high: number; readonly coverage: number | undefined } | undefined;
  readonly pricePerM2: number | undefined;
  readonly level: string | undefined;
  readonly base: number | undefined;
  readonly contributions: readonly Contribution[];
  readonly comparables: Comparables | undefined;
  readonly notices: readonly Notice[];
  readonly model: string | undefined;
}

const BASE = 'base';

/** The appraisal in this body, or undefined where it holds no price at all. */
export function readAppraisal(body: unknown): Appraisal | undefined {
  const answer = asObject<Schemas['Price']>(body);
  const price = asNumber(answer?.precio_predicho);
  if (!answer || price === undefined || price <= 0) return undefined;
  const reasons = asList(answer.explicacion, readContribution);
  return {
    price,
    range: readRange(asObject(answer.rango), price),
    pricePerM2: asNumber(answer.precio_m2),
    level: asText(answer.fecha_nivel),
    base: reasons.find(({ factor }) => factor === BASE)?.usd,
    contributions: reasons.filter(({ factor }) => factor !== BASE),
    comparables: readComparables(asObject(answer.comparables)),
    notices: asList(answer.avisos, readNotice),
    model: asText(asObject<Schemas['ModelVersion']>(answer.modelo)?.version),
  };
}

/** A range that does not hold its price explains nothing: it is left out. */
function readRange(range: Unread<Schemas['Range']> | undefined, price: number): Appraisal['range'] {
  const low = asNumber(range?.bajo);
  const high = asNumber(range?.alto);
  if (low === undefined || high === undefined || low > price || high < price) return undefined;
  return { low, high, coverage: asNumber(range?.cobertura) };
}

function readContribution(item: unknown): Contribution | undefined {
  const reason = asObject<Schemas['Contribution']>(item);
  const factor = asText(reason?.factor);
  const usd = asNumber(reason?.usd);
  if (factor === undefined || usd === undefined) return undefined;
  return { factor, usd, text: asText(reason?.texto) ?? factor.replace(/_/g, ' ') };
}

function readComparables(item: Unread<Schemas['Comparables']> | undefined): Comparables | undefined {
  const count = asNumber(item?.cantidad);
  if (!item || count === undefined) return undefined;
  return { count, medianUsdM2: asNumber(item.mediana_usd_m2), place: asText(item.lugar) };
}

function readNotice(item: unknown): Notice | undefined {
  const notice = asObject<Schemas['Notice']>(item);
  const code = asText(notice?.codigo);
  const text = asText(notice?.texto) ?? code;
  return code !== undefined && text !== undefined ? { code, text } : undefined;
}
