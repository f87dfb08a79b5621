/**
 * One number of the graph as it is shown everywhere: short, in the colour of its kind, three dots while it is not
 * known. It carries its node, element and exact value, so that a click finds it and a test can check it.
 */

import { short, UNKNOWN } from './model/format';
import partsCss from './parts.module.css';
import { useWords } from './words';

export type Kind = 'value' | 'gradient' | 'update' | 'plain';

export interface ValueProps {
  value: number | null;
  kind?: Kind;
  node?: number;
  element?: number;
  format?(value: number): string;
}

export function Value({ value, kind = 'plain', node, element, format = short }: ValueProps) {
  const words = useWords();
  if (value === null) {
    return (
      <span className={partsCss.unknown}>
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className="ui-hidden">{words('value.unknown')}</span>
      </span>
    );
  }
  return (
    <span
      className={`num ${partsCss.value}`}
      data-kind={kind}
      data-node={node}
      data-element={element}
      data-value={value}
    >
      {format(value)}
    </span>
  );
}
