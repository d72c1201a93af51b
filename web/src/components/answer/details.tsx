/** What comes with the price: what it rests on, what it is made of, how it went over the years, another home beside it. */

import type { Home } from '../../home/draft';
import { useWords } from '../../i18n/language';
import type { Result } from '../../session/state';
import { Comparison } from './homes/comparison';
import { dataOf } from './homes/data';
import { History } from './charts/history';
import { Homes } from './homes/homes';
import { Notices } from './notices';
import { Why } from './charts/why';

export { Basis } from './basis';
export { Homes } from './homes/homes';
export { PriceBar } from './price-bar';

export default function Details({ result }: { readonly result: Result }) {
  const { appraisal, home } = result;
  return (
    <div className="details">
      <Notices result={result} />
      <Comparison />
      <Why appraisal={appraisal} home={home} />
      <History years={appraisal.history} />
      <Homes />
      <Printed home={home} />
    </div>
  );
}

/** On paper alone: what was asked, when, and where it can be asked again. */
function Printed({ home }: { readonly home: Home }) {
  const words = useWords();
  const { messages } = words;
  const today = new Intl.DateTimeFormat(messages.locale, { dateStyle: 'long' }).format(new Date());
  return (
    <div className="printed fine">
      <p>
        {dataOf(words, home)
          .map(([name, text]) => `${name}: ${text}`)
          .join(' · ')}
      </p>
      <p>
        {messages.action.printed(today)} {location.href}
      </p>
    </div>
  );
}
