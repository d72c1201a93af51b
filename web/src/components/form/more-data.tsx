/** What narrows the price and need not be known: folded away, each with what it would narrow. */

import { AMENITIES, amenitiesOf, COUNTS, toggled } from '../../home/draft';
import type { FieldName } from '../../home/draft';
import { useWords } from '../../i18n/language';
import { useSession } from '../../session/use-session';
import { ChevronIcon } from '../icons';
import { FieldNote } from './field';
import { CountInput } from './inputs';

const FOLDED = COUNTS.filter((name) => name !== 'rooms');

interface MoreDataProps {
  readonly errors: Readonly<Partial<Record<FieldName, string>>>;
}

export function MoreData({ errors }: MoreDataProps) {
  const { form } = useWords().messages;
  const [{ draft }, session] = useSession();
  const hintOf = useGains();
  const open = [...FOLDED, 'amenities' as const].some((name) => draft[name] || errors[name]);
  return (
    <details className="more" open={open}>
      <summary>
        <span>
          {form.more}
          <small>{form.moreWhat}</small>
        </span>
        <ChevronIcon />
      </summary>
      <div className="counts">
        {FOLDED.map((name) => (
          <CountInput
            key={name}
            name={name}
            value={draft[name]}
            error={errors[name]}
            hint={hintOf(name)}
            onChange={(value) => {
              session.type({ ...draft, [name]: value });
            }}
          />
        ))}
      </div>
      <Amenities error={errors.amenities} hint={hintOf('amenities')} />
    </details>
  );
}

/** What the last answer says that a datum would narrow. */
function useGains(): (name: FieldName) => string | undefined {
  const { messages, format } = useWords();
  const [{ result }] = useSession();
  return (name) => {
    const gain = result?.appraisal.gains.find(({ field }) => field === name);
    return gain && messages.form.gain(format.number(gain.points));
  };
}

function Amenities({ error, hint }: { readonly error: string | undefined; readonly hint: string | undefined }) {
  const { fields, amenities } = useWords().messages;
  const [{ draft }, session] = useSession();
  const had = amenitiesOf(draft);
  return (
    <fieldset className="field amenities" aria-describedby={error ? 'amenities-error' : undefined}>
      <legend className="field-label">{fields.amenities}</legend>
      <div className="chip-row">
        {AMENITIES.map((name) => (
          <label key={name} className="chip">
            <input
              type="checkbox"
              checked={had.includes(name)}
              onChange={() => {
                session.type(toggled(draft, name));
              }}
            />
            <span>{amenities[name]}</span>
          </label>
        ))}
      </div>
      <FieldNote name="amenities" error={error} hint={hint} />
    </fieldset>
  );
}
