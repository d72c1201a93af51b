/** On a narrow screen, while the price is out of sight: the price in one line, at the bottom of the window. */

import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

import { useWords } from '../../i18n/language';
import { useSession } from '../../session/use-session';
import { Difference } from './difference';

export function PriceBar({ column }: { readonly column: RefObject<HTMLElement | null> }) {
  const { messages, format } = useWords();
  const [{ result }] = useSession();
  const seen = useSeen(column, result !== undefined);
  if (!result || seen) return null;
  return (
    <aside className="price-bar" aria-label={messages.result.price}>
      <strong>{format.usd(result.appraisal.price)}</strong>
      <Difference short />
      <button
        type="button"
        className="button button-act"
        onClick={() => {
          column.current?.scrollIntoView();
        }}
      >
        {messages.result.see}
      </button>
    </aside>
  );
}

/** Whether the price is in the window. */
function useSeen(column: RefObject<HTMLElement | null>, there: boolean): boolean {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    if (!there || !column.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      setSeen(entry?.isIntersecting ?? true);
    });
    observer.observe(column.current.querySelector('[data-focus]') ?? column.current);
    return () => {
      observer.disconnect();
    };
  }, [column, there]);
  return seen;
}
