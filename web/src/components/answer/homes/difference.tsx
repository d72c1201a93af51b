/** What the changes since the last press of the button have done to the price, and the way back. */

import { keyOf } from '../../../home/draft';
import { useWords } from '../../../i18n/language';
import { useSession } from '../../../session/use-session';

export function Difference({ short = false }: { readonly short?: boolean }) {
  const { messages, format } = useWords();
  const [{ result, baseline }, session] = useSession();
  if (!result || !baseline || keyOf(result.home) === keyOf(baseline.home)) return null;
  const change = result.appraisal.price - baseline.appraisal.price;
  if (short) return <strong className="difference">{format.signedUsd(change)}</strong>;
  const same = Math.abs(change) < baseline.appraisal.price / 1000;
  return (
    <p className="difference" data-testid="difference">
      <strong className={change < 0 ? 'down' : 'up'}>
        {same ? messages.result.same : messages.result.than(format.signedUsd(change))}
      </strong>
      <button
        type="button"
        className="button-link"
        onClick={() => {
          session.open(baseline.home);
        }}
      >
        {messages.result.undo}
      </button>
    </p>
  );
}
