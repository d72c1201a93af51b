/** What the price rests on: where it stands among its comparables, its level, its accuracy; and what to do with it. */

import type { Appraisal } from '../../api/appraisal';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import type { Result } from '../../session/state';
import { Actions } from './actions';
import { Comparables } from './comparables';
import { Strip } from './charts/strip';

export function Basis({ result }: { readonly result: Result }) {
  const words = useWords();
  const { appraisal } = result;
  return (
    <>
      <Strip appraisal={appraisal} />
      <Comparables appraisal={appraisal} />
      <Facts appraisal={appraisal} />
      <ul className="said">
        {appraisal.accuracy && <li>{accuracyText(words, appraisal.accuracy)}</li>}
        <li>{words.messages.result.asking}</li>
      </ul>
      <Actions result={result} />
    </>
  );
}

function Facts({ appraisal: { pricePerM2, level, source, accuracy } }: { readonly appraisal: Appraisal }) {
  const { messages, format } = useWords();
  const facts = [
    [messages.result.perM2, pricePerM2 !== undefined && format.usd(pricePerM2)],
    [messages.result.typicalError, accuracy && `± ${format.percent(accuracy.percent / 100)}`],
    [messages.result.level, level !== undefined && messages.result.levelOf(format.month(level), source)],
  ] as const;
  const shown = facts.filter(([, text]) => text);
  if (shown.length === 0) return null;
  return (
    <dl className="facts">
      {shown.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How near the model comes here, measured on adverts that it had not seen. */
function accuracyText({ messages, format }: Words, { percent, place, type }: NonNullable<Appraisal['accuracy']>): string {
  const [kind, where] = [type && (messages.types[type] ?? type), place && (messages.regions[place] ?? place)];
  const what = messages.result.accuracyOf(kind?.toLowerCase().replace('ph', 'PH'), where);
  return messages.result.accuracy(format.percent(percent / 100), what);
}
