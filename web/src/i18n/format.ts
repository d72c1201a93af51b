/** Numbers and months as the reader's country writes them. */

const MONTH = /^(\d{4})-(\d{2})/;

export interface Format {
  readonly number: (value: number) => string;
  /** To three figures: no price is known to the dollar. */
  readonly usd: (value: number) => string;
  readonly signedUsd: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly month: (iso: string) => string;
}

export function formatFor(locale: string): Format {
  const numbers = onceAsked(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
  const percents = onceAsked(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
  const number = (value: number) => numbers().format(value);
  const usd = (value: number) => `USD\u00a0${number(roundToThree(value))}`;
  return {
    number,
    usd,
    signedUsd: (value) => `${value < 0 ? '−' : '+'}\u00a0${usd(Math.abs(value))}`,
    percent: (share) => percents().format(share),
    month: (iso) => monthText(iso, locale),
  };
}

/** The empty form has nothing to format, so that its start need not make the formatters. */
function onceAsked<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

export function roundToThree(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(Math.abs(value), 1))) - 2);
  return Math.round(value / step) * step;
}

function monthText(iso: string, locale: string): string {
  const [, year, month] = MONTH.exec(iso) ?? [];
  if (!year || !month) return iso;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, 1));
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
}
