/** What is advertised nearby, and where this home stands beside it. */

import type { Appraisal, Comparables as Found } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';

const ON_A_PAR = 0.02;
const DISTANCE = /^\d+ k?m$/;

export function Comparables({ appraisal }: { readonly appraisal: Appraisal }) {
  const words = useWords();
  const { comparables, pricePerM2 } = appraisal;
  if (!comparables) return null;
  if (comparables.count === 0) return <p className="fine">{words.messages.comparables.none}</p>;
  return (
    <p className="comparables" data-testid="comparables">
      {[foundText(words, comparables), spreadText(words, comparables), standingText(words, comparables, pricePerM2)]
        .filter(Boolean)
        .join(' ')}
    </p>
  );
}

function foundText({ messages, format }: Words, { count, place, surface, years }: Found): string {
  const { comparables } = messages;
  const parts = [
    comparables.count(format.number(count), count === 1),
    place && (DISTANCE.test(place) ? comparables.within(place) : comparables.in(messages.regions[place] ?? place)),
    surface && comparables.sizes(format.number(Math.round(surface.from)), format.number(Math.round(surface.to))),
  ];
  const text = parts.filter(Boolean).join(' ');
  return `${years ? `${text}, ${comparables.years(years.from, years.to)}` : text}.`;
}

function spreadText({ messages, format }: Words, { quartiles, medianUsdM2 }: Found): string {
  if (quartiles) return messages.comparables.half(format.usd(quartiles[0]), format.usd(quartiles[2]));
  return medianUsdM2 === undefined ? '' : messages.comparables.median(format.usd(medianUsdM2));
}

function standingText({ messages, format }: Words, { medianUsdM2 }: Found, own: number | undefined): string {
  if (own === undefined || !medianUsdM2) return '';
  const difference = own / medianUsdM2 - 1;
  if (Math.abs(difference) < ON_A_PAR) return messages.comparables.level;
  const percent = format.percent(Math.abs(difference));
  return difference > 0 ? messages.comparables.above(percent) : messages.comparables.below(percent);
}
