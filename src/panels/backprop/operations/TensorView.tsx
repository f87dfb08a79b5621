/**
 * A tensor, or one sample of it, in a small space: one or two numbers, a strip of colours for more, and the largest
 * magnitude for very many. What is not known yet is shown as such, number by number.
 */
import { memo } from 'react';
import { short, UNKNOWN } from '../model/format';
import { isKnown, knownValues, largest, type Moment } from '../model/moment';
import partsCss from '../parts.module.css';
import { type Kind, Value } from '../Value';
import { useWords } from '../words';
import operationsCss from './operations.module.css';
import { Strip } from './Strip';

/** More elements than this are not painted. */
const MOST_PAINTED = 1024;

export interface TensorViewProps {
  moment: Moment;
  node: number;
  start: number;
  count: number;
  kind: Kind;
  /** What the strip shows, for screen readers. */
  label: string;
  /** Cells in a row; one row unless said. */
  columns?: number;
  /** Colours however few numbers there are. */
  colours?: boolean;
}

export const TensorView = memo(function TensorView({
  moment,
  node,
  start,
  count,
  kind,
  label,
  columns,
  colours = false,
}: TensorViewProps) {
  const words = useWords();
  const values = knownValues(moment, node, start, count);
  if (count <= 2 && !colours) {
    return (
      <span className={operationsCss.tensorNumbers}>
        {Array.from(values, (value, i) => (
          <Value
            key={i}
            value={isKnown(moment, node, start + i) ? value : null}
            kind={kind}
            node={node}
            element={start + i}
          />
        ))}
      </span>
    );
  }
  if (!isKnown(moment, node, start)) {
    return (
      <span className={partsCss.unknown}>
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className="ui-hidden">{words('value.unknown')}</span>
      </span>
    );
  }
  const most = largest(values, 0, count);
  if (count > MOST_PAINTED) {
    return (
      <span className={`num ${partsCss.value}`} data-kind={kind}>
        {words('operations.largest', { value: short(Math.abs(values[most])) })}
      </span>
    );
  }
  return (
    <span className={operationsCss.strip} data-kind={kind}>
      <Strip
        label={label}
        values={values}
        columns={columns ?? count}
        isKnown={(i) => isKnown(moment, node, start + i)}
      />
    </span>
  );
});
