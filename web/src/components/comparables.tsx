/** What is advertised nearby, and where this home stands beside it. */

import type { Appraisal } from '../api/appraisal';
import { useWords } from '../i18n/language';
import type { Words } from '../i18n/language';

const ON_A_PAR = 0.02;

type ComparablesProps = Pick<Appraisal, 'comparables' | 'pricePerM2'>;

export function Comparables({ comparables, pricePerM2 }: ComparablesProps) {
  const words = useWords();
  if (!comparables) return null;
  const { count, medianUsdM2, place } = comparables;
  const { messages, format } = words;
  return (
    <article className="card comparables">
      <h2>{messages.comparables.title}</h2>
      {count === 0 && <p>{messages.comparables.none}</p>}
      {count > 0 && <p className="fine">{messages.comparables.count(format.number(count), place)}</p>}
      {medianUsdM2 !== undefined && (
        <p className="median">
          {messages.comparables.median}: <strong>{format.usd(medianUsdM2)}</strong>.{' '}
          {compareText(words, medianUsdM2, pricePerM2)}
        </p>
      )}
    </article>
  );
}

function compareText({ messages, format }: Words, median: number, own: number | undefined): string {
  if (own === undefined || median <= 0) return '';
  const difference = own / median - 1;
  if (Math.abs(difference) < ON_A_PAR) return messages.comparables.level;
  const percent = format.percent(Math.abs(difference));
  return difference > 0 ? messages.comparables.above(percent) : messages.comparables.below(percent);
}
