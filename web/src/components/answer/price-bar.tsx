/** On a narrow screen, while the price is out of sight: the price in one line, at the bottom of the window. */

import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

import { useWords } from '../../i18n/language';
import { Difference } from './homes/difference';

interface PriceBarProps {
  readonly column: RefObject<HTMLElement | null>;
  readonly price: number;
}

export function PriceBar({ column, price }: PriceBarProps) {
  const { messages, format } = useWords();
  if (useSeen(column)) return null;
  return (
    <aside className="price-bar" aria-label={messages.result.price}>
      <div>
        <strong>{format.usd(price)}</strong>
        <Difference short />
      </div>
      <button
        type="button"
        className="button button-action"
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
function useSeen(column: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    if (!column.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      setSeen(entry?.isIntersecting ?? true);
    });
    observer.observe(column.current.querySelector('.price') ?? column.current);
    return () => {
      observer.disconnect();
    };
  }, [column]);
  return seen;
}
