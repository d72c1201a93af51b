/** Two homes side by side: the one set aside, and the one in the form. */

import type { Result } from '../../../session/state';
import { useWords } from '../../../i18n/language';
import type { Words } from '../../../i18n/language';
import { useSession } from '../../../session/use-session';
import { placeText } from '../../home-text';
import { axis, Bar } from '../charts/strip';
import { DATA, datumText, nameOf } from './data';

export function Comparison() {
  const words = useWords();
  const [{ pinned, result }, session] = useSession();
  if (!pinned || !result) return null;
  const { compare } = words.messages;
  return (
    <article className="card compare">
      <h2>{compare.title}</h2>
      <p className="fine">{compare.change}</p>
      <Prices first={pinned} second={result} />
      <Table rows={rowsOf(words, pinned, result)} />
      <button
        type="button"
        className="button button-action"
        onClick={() => {
          session.pin(false);
        }}
      >
        {compare.stop}
      </button>
    </article>
  );
}

/** Both prices with their ranges, on one scale. The table says the same. */
function Prices({ first, second }: { readonly first: Result; readonly second: Result }) {
  const { messages, format } = useWords();
  const homes = [
    [messages.compare.first, first.appraisal],
    [messages.compare.second, second.appraisal],
  ] as const;
  const ends = homes.flatMap(([, { price, range }]) => [price, range?.low ?? price, range?.high ?? price]);
  const x = axis(Math.min(...ends), Math.max(...ends));
  return (
    <div className="compare-prices" aria-hidden="true">
      {homes.map(([name, { price, range }]) => (
        <div key={name}>
          <p>
            {name} <strong>{format.usd(price)}</strong>
          </p>
          <svg height="24">
            {range && <Bar className="strip-range" x={x} from={range.low} to={range.high} y={2} height={20} />}
            <circle className="strip-home" cx={`${x(price)}%`} cy="12" r="9" />
          </svg>
        </div>
      ))}
    </div>
  );
}

/** Its roles are named, since on a narrow screen it is laid out as a grid, and browsers then forget the table. */
function Table({ rows }: { readonly rows: readonly Row[] }) {
  const { compare } = useWords().messages;
  return (
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          <td role="cell" />
          <th role="columnheader">{compare.first}</th>
          <th role="columnheader">{compare.second}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(([name, ...values]) => (
          <tr key={name} role="row">
            <th role="rowheader">{name}</th>
            {values.map((value, index) => (
              <td key={index} role="cell">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Row = readonly [name: string, first: string, second: string];

/** What the two share beyond place and price is left out: it does not tell them apart. */
function rowsOf(words: Words, first: Result, second: Result): readonly Row[] {
  const { messages, format } = words;
  const both = (name: string, text: (one: Result) => string): Row => [name, text(first), text(second)];
  const data = DATA.map((name) => both(nameOf(words, name), ({ home }) => datumText(words, home, name) || '–'));
  const change = second.appraisal.price - first.appraisal.price;
  return [
    both(messages.compare.home, ({ home }) => placeText(words, home.l2, home.locality)),
    ...data.filter(([, one, other]) => one !== other),
    both(messages.result.price, ({ appraisal }) => format.usd(appraisal.price)),
    both(messages.compare.range, ({ appraisal: { range } }) => (range ? `${format.usd(range.low)} – ${format.usd(range.high)}` : '–')),
    both(messages.result.perM2, ({ appraisal }) => (appraisal.pricePerM2 ? format.usd(appraisal.pricePerM2) : '–')),
    [messages.compare.difference, '', format.signedUsd(change)],
  ];
}
