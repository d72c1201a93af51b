/** Numbers as people write them, and paste them. */

const UNIT = /(m²|m2|mts?2?|metros?|m)\.?(cuadrados)?$/i;
const GROUPED = /^\d{1,3}(?<mark>[.,])\d{3}(\k<mark>\d{3})*$/;

/**
 * "1.250,5", "1,250.5", "45,5", "55 mts", "60m": with two kinds of mark the last one is the decimal one; one kind alone
 * groups thousands where exactly three digits follow each, and is the decimal one where not.
 */
export function readNumber(text: string): number | undefined {
  const plain = visible(text).normalize('NFKC').replace(/\s/g, '').replace(UNIT, '');
  const digits = GROUPED.test(plain) ? plain.replace(/[.,]/g, '') : withDecimalPoint(plain);
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/** Without the marks that copying brings along and nobody sees: of direction, of no width, of a soft hyphen. */
export function visible(text: string): string {
  return text.replace(/\p{Cf}/gu, '');
}

function withDecimalPoint(plain: string): string {
  const [, whole = plain, mark = '', decimals = ''] = /^(.*)([.,])(\d+)$/.exec(plain) ?? [];
  const other = mark === ',' ? '.' : ',';
  const grouped = whole.includes(other) && GROUPED.test(whole);
  return mark ? `${grouped ? whole.replaceAll(other, '') : whole}.${decimals}` : plain;
}
