/**
 * A tensor, or one sample of it, in a small space: one or two numbers, a strip of colours for more, and the largest
 * magnitude for very many. What is not known yet is shown as such, number by number.
 */
import { memo } from 'react';
import { MapCanvas } from '../maps/MapCanvas';
import { fold } from '../model/fold';
import { short, UNKNOWN } from '../model/format';
import { activityOf, knownChannel, reachOf } from '../model/maps';
import { isComputed, isKnown, knownValues, largest, type Moment } from '../model/moment';
import partsCss from '../parts.module.css';
import { type Kind, Value } from '../Value';
import { useWords } from '../words';
import operationsCss from './operations.module.css';
import { Strip } from './Strip';

/** So many maps are shown of a tensor that is made of them. */
const MOST_MAPS = 3;

/** The maps of one sample that answer most, the same ones for values and their gradients. */
function Maps({
  moment,
  node: id,
  sample,
  kind,
  label,
}: Pick<TensorViewProps, 'moment' | 'node' | 'kind' | 'label'> & { sample: number }) {
  const words = useWords();
  const node = moment.graph.nodes[id];
  const [, rows, columns, channels] = node.shape;
  const shape = { rows, columns, channels };
  const source = node.gradientOf ?? id;
  const activity = activityOf(moment.values[source], shape, sample);
  const { units, hidden } = fold(channels, MOST_MAPS, (c) => activity[c], []);
  return (
    <span className={operationsCss.maps} data-kind={kind}>
      {units.map((channel) => {
        const { values, known } = knownChannel(moment, id, shape, sample, channel);
        return (
          <span key={channel} className={operationsCss.map} style={{ aspectRatio: `${columns} / ${rows}` }}>
            <MapCanvas
              label={`${label} · ${words('cell.channel', { n: channel + 1 })}`}
              partly={known === 'some'}
              hidden={known === 'none'}
              reach={reachOf(moment.values[id])}
              className={operationsCss.stripMap}
              {...{ values, rows, columns }}
            />
          </span>
        );
      })}
      {hidden > 0 && <span className={operationsCss.more}>+{hidden}</span>}
    </span>
  );
}

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
            inert
          />
        ))}
      </span>
    );
  }
  const { shape } = moment.graph.nodes[node];
  if (shape.length === 4 && !colours) {
    return <Maps moment={moment} node={node} sample={start / count} kind={kind} label={label} />;
  }
  if (!isComputed(moment, node, start)) {
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
