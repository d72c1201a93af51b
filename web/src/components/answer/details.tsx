/** Below the price: what it is made of, how it went over the years, and another home beside it. */

import type { Result } from '../../session/state';
import { Comparison } from './comparison';
import { History } from './history';
import { Homes } from './homes';
import { Why } from './why';

export { Acts } from './acts';
export { Homes } from './homes';

export default function Details({ result: { appraisal, home } }: { readonly result: Result }) {
  return (
    <>
      <Comparison />
      <Why appraisal={appraisal} home={home} />
      <History years={appraisal.history} />
      <Homes />
    </>
  );
}
