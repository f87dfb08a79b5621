/**
 * One number of the graph as it is shown everywhere: short, in the colour of its kind, three dots while it is not
 * known, a question mark while it is hidden to be found by hand. It carries its node, element and exact value, so that a
 * click finds it and a test can check it.
 */

import { short, UNKNOWN } from './model/format';
import partsCss from './parts.module.css';
import { HiddenNumber, HiddenResult } from './practice/HiddenNumber';
import { useHiding } from './stepper';
import { useWords } from './words';

export type Kind = 'value' | 'gradient' | 'update' | 'plain';

export interface ValueProps {
  value: number | null;
  kind?: Kind;
  node?: number;
  element?: number;
  format?(value: number): string;
  /** It stands inside of a button. */
  inert?: boolean;
}

export function Value({ value, kind = 'plain', node, element, format = short, inert = false }: ValueProps) {
  const words = useWords();
  const hiding = useHiding(node, element);
  if (hiding === 'number' && node !== undefined && element !== undefined) {
    return <HiddenNumber node={node} element={element} inert={inert} />;
  }
  // What is computed from hidden numbers is missing with them.
  if (hiding !== 'nothing' && value !== null && Number.isNaN(value)) return <HiddenResult />;
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
