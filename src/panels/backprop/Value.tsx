/**
 * One number of the graph as it is shown everywhere: short, in the colour of its kind, three dots while it is not
 * known, a question mark while it is hidden to be found by hand. It carries its node, element and exact value, so that a
 * click finds it and a test can check it.
 */

import { memo } from 'react';
import { short, UNKNOWN } from './model/format';
import partsCss from './parts.module.css';
import { HiddenNumber, HiddenResult } from './practice/HiddenNumber';
import { useChanged, useHiding } from './stepper';
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

export const Value = memo(function Value(props: ValueProps) {
  const { value, kind = 'plain', node, element, format = short, inert = false } = props;
  const hiding = useHiding(node, element);
  if (hiding === 'number' && node !== undefined && element !== undefined) {
    return <HiddenNumber node={node} element={element} inert={inert} />;
  }
  // What is computed from hidden numbers is missing with them.
  if (hiding !== 'nothing' && value !== null && Number.isNaN(value)) return <HiddenResult />;
  return value === null ? (
    <Unknown />
  ) : (
    <Known value={value} kind={kind} node={node} element={element} format={format} />
  );
});

/** Three dots: not computed yet. */
export function Unknown() {
  const words = useWords();
  return (
    <span className={partsCss.unknown}>
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="ui-hidden">{words('value.unknown')}</span>
    </span>
  );
}

function Known({
  value,
  kind,
  node,
  element,
  format,
}: Pick<ValueProps, 'node' | 'element'> & { value: number; kind: Kind; format(value: number): string }) {
  const words = useWords();
  const was = useChanged(node, element);
  return (
    <span
      className={`num ${partsCss.value}`}
      data-changed={was === null ? undefined : true}
      title={was === null ? undefined : words('edit.was', { value: format(was) })}
      data-kind={kind}
      data-node={node}
      data-element={element}
      data-value={value}
    >
      {format(value)}
    </span>
  );
}
