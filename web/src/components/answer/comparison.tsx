/** Two homes side by side: the one set aside, and the one in the form. */

import { NUMBERS } from '../../home/draft';
import type { Result } from '../../session/state';
import { useWords } from '../../i18n/language';
import type { Words } from '../../i18n/language';
import { useSession } from '../../session/use-session';
import { placeText } from '../home-text';

export function Comparison() {
  const words = useWords();
  const [{ pinned, result }, session] = useSession();
  if (!pinned || !result) return null;
  const { compare } = words.messages;
  return (
    <article className="card compare">
      <h2>{compare.title}</h2>
      <p className="fine">{compare.change}</p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{compare.first}</th>
            <th scope="col">{compare.second}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(words, pinned, result).map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td key={index}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <button
        type="button"
        className="button button-act"
        onClick={() => {
          session.pin(false);
        }}
      >
        {compare.stop}
      </button>
    </article>
  );
}

type Row = readonly [name: string, first: string, second: string];

/** What the two share beyond place and price is left out: it does not tell them apart. */
function rowsOf(words: Words, first: Result, second: Result): readonly Row[] {
  const { messages, format } = words;
  const both = (name: string, text: (one: Result) => string): Row => [name, text(first), text(second)];
  const number = (value: number | null | undefined) => (value == null ? '–' : format.number(value));
  const counts = NUMBERS.map((name) =>
    both(messages.fields[name], ({ home }) => number(home[name])),
  );
  const type = both(messages.fields.property_type, ({ home }) => messages.types[home.property_type ?? ''] ?? '–');
  const change = second.appraisal.price - first.appraisal.price;
  return [
    both(messages.compare.home, ({ home }) => placeText(words, home.l2, home.locality)),
    ...[type, ...counts].filter(([, one, other]) => one !== other),
    both(messages.result.price, ({ appraisal }) => format.usd(appraisal.price)),
    both(messages.result.perM2, ({ appraisal }) => (appraisal.pricePerM2 ? format.usd(appraisal.pricePerM2) : '–')),
    [messages.compare.difference, '', format.signedUsd(change)],
  ];
}
