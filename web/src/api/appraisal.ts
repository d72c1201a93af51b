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
  /** The field of the request that it is about, by its name there. */
  readonly field: string | undefined;
}

/** Three numbers: the first quartile, the median, the third. */
export type Quartiles = readonly [number, number, number];

export interface Comparables {
  readonly count: number;
  readonly medianUsdM2: number | undefined;
  readonly quartiles: Quartiles | undefined;
  readonly place: string | undefined;
  readonly years: Span | undefined;
  readonly surface: Span | undefined;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Year {
  readonly year: number;
  readonly price: number;
  readonly low: number;
  readonly high: number;
}

/** Half of the prices of this kind are within `percent` of the model's. */
export interface Accuracy {
  readonly percent: number;
  readonly place: string | undefined;
  readonly type: string | undefined;
}

/** A datum that was not given, and by how many points of the median error it would narrow the price. */
export interface Gain {
  readonly field: string;
  readonly points: number;
}

export interface Appraisal {
  readonly price: number;
  readonly range: { readonly low: number; readonly high: number; readonly coverage: number | undefined } | undefined;
  readonly pricePerM2: number | undefined;
  readonly level: string | undefined;
  readonly source: string | undefined;
  readonly contributions: readonly Contribution[];
  readonly comparables: Comparables | undefined;
  readonly notices: readonly Notice[];
  readonly history: readonly Year[];
  readonly accuracy: Accuracy | undefined;
  readonly gains: readonly Gain[];
  readonly model: string | undefined;
}

const BASE = 'base';

/** The appraisal in this body, or undefined where it holds no price at all. */
export function readAppraisal(body: unknown): Appraisal | undefined {
  const answer = asObject<Schemas['Price']>(body);
  const price = asNumber(answer?.precio_predicho);
  if (!answer || price === undefined || price <= 0) return undefined;
  return {
    price,
    range: readRange(asObject(answer.rango), price),
    pricePerM2: asNumber(answer.precio_m2),
    level: asText(answer.fecha_nivel),
    source: asText(asObject<Schemas['Level']>(answer.nivel)?.fuente),
    contributions: asList(answer.explicacion, readContribution).filter(({ factor }) => factor !== BASE),
    comparables: readComparables(asObject(answer.comparables)),
    notices: asList(answer.avisos, readNotice),
    history: asList(answer.historia, readYear),
    accuracy: readAccuracy(asObject(answer.precision)),
    gains: asList(answer.mejoras, readGain),
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
  return {
    count,
    medianUsdM2: asNumber(item.mediana_usd_m2),
    quartiles: readQuartiles(item.cuartiles_usd_m2),
    place: asText(item.lugar),
    years: readSpan(item.anios),
    surface: readSpan(item.superficie_m2),
  };
}

function readQuartiles(item: unknown): Quartiles | undefined {
  const [first, median, third] = asList(item, asNumber);
  if (first === undefined || median === undefined || third === undefined) return undefined;
  return first <= median && median <= third ? [first, median, third] : undefined;
}

function readSpan(item: unknown): Span | undefined {
  const span = asObject<Schemas['Years'] | Schemas['Sizes']>(item);
  const [from, to] = [asNumber(span?.desde), asNumber(span?.hasta)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function readNotice(item: unknown): Notice | undefined {
  const notice = asObject<Schemas['Notice']>(item);
  const code = asText(notice?.codigo);
  const text = asText(notice?.texto) ?? code;
  return code !== undefined && text !== undefined ? { code, text, field: asText(notice?.campo) } : undefined;
}

function readYear(item: unknown): Year | undefined {
  const year = asObject<Schemas['YearPrice']>(item);
  const [when, price, low, high] = [year?.anio, year?.precio, year?.bajo, year?.alto].map(asNumber);
  if (when === undefined || price === undefined || low === undefined || high === undefined) return undefined;
  return { year: when, price, low, high };
}

function readAccuracy(item: Unread<Schemas['Accuracy']> | undefined): Accuracy | undefined {
  const percent = asNumber(item?.error_mediano_pct);
  return item && percent !== undefined ? { percent, place: asText(item.lugar), type: asText(item.tipo) } : undefined;
}

function readGain(item: unknown): Gain | undefined {
  const gain = asObject<Schemas['Improvement']>(item);
  const [field, points] = [asText(gain?.campo), asNumber(gain?.puntos)];
  return field !== undefined && points !== undefined ? { field, points } : undefined;
}
