/** What the colours of a picture mean. */
import type { ReactNode } from 'react';

export interface LegendItem {
  label: ReactNode;
  /** A CSS colour, as a rule a variable of tokens.css. */
  color: string;
  shape?: 'line' | 'dash' | 'box' | 'dot';
}

export function Legend({ items, label }: { items: readonly LegendItem[]; label?: string }) {
  return (
    <ul className="ui-legend" aria-label={label}>
      {items.map((item, index) => (
        <li key={index}>
          <span
            className={`ui-legend-mark is-${item.shape ?? 'line'}`}
            style={{ color: item.color }}
            aria-hidden="true"
          />
          {item.label}
        </li>
      ))}
    </ul>
  );
}
