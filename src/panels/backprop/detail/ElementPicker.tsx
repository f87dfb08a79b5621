/**
 * Any element of any node, by name and indices: for tensors that are too large to point at, and for the keyboard. Two
 * dimensional tensors of middling size are shown as a map to choose from; of those with rows, columns and channels, the
 * channel in question is.
 */
import { useId, useState } from 'react';
import { elementAt, positionOf, sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementCount } from '@/core/interpreter/timeline';
import { Button, Heatmap, NumberField } from '@/ui';
import { operationName } from '../model/describe';
import { isKnown } from '../model/moment';
import { plain } from '../model/symbols';
import partsCss from '../parts.module.css';
import { hover, select } from '../session';
import { useStepper } from '../stepper';
import { say, useWords } from '../words';
import detailCss from './detail.module.css';

/** A map of more cells than this has cells that cannot be hit. */
const MOST_CELLS = 200_000;
const PHASE_ORDER = ['forward', 'loss', 'backward', 'update'] as const;

export function ElementPicker() {
  const words = useWords();
  const { graph, focus, moment } = useStepper();
  const id = useId();
  const [open, setOpen] = useState(false);
  const node = graph.nodes[focus?.node ?? graph.input];
  const element = focus?.element ?? 0;
  const shape = node.shape.length === 0 ? [1] : node.shape;
  const position = positionOf(shape, element);
  const choose = (indices: readonly number[]) => select({ node: node.id, element: elementAt(shape, indices) });
  const count = elementCount(node);
  const known = isKnown(moment, node.id, 0) && isKnown(moment, node.id, count - 1);
  const axes = axesOf(graph, node);
  const map = mapOf(shape, position, axes === FILTER_AXES);
  const cells = map.rows * map.columns;
  const values = moment.values[node.id];

  return (
    <details className={detailCss.picker} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words('picker.title')}</summary>
      {open && (
        <div className={detailCss.pickerBody}>
          <label htmlFor={id} className="ui-hidden">
            {words('picker.node')}
          </label>
          <select
            id={id}
            className={partsCss.select}
            value={node.id}
            onChange={(event) => select({ node: Number(event.target.value), element: 0 })}
          >
            {PHASE_ORDER.map((phase) => (
              <optgroup key={phase} label={words(`phase.${phase}`)}>
                {graph.nodes
                  .filter((n) => n.phase === phase && n.role !== 'scalar')
                  .map((n) => (
                    <option key={n.id} value={n.id}>
                      {`${plain(n.symbol)} · ${n.name}${n.role === null ? ` · ${say(words, operationName(n))}` : ''}`}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
          <div className={detailCss.indices}>
            {shape.map((size, axis) => (
              <NumberField
                key={axis}
                label={
                  axes === null
                    ? words('picker.index', { axis: axis + 1, size })
                    : words('picker.named', { axis: words(`picker.axes.${axes[axis]}`), size })
                }
                value={position[axis] + 1}
                min={1}
                max={size}
                integer
                onChange={(value) => choose(position.map((p, k) => (k === axis ? value - 1 : p)))}
              />
            ))}
          </div>
          {cells > 1 && cells <= MOST_CELLS && known && !moment.hidden?.touches(node.id) && (
            <Heatmap
              label={words('picker.map', { name: node.name })}
              values={
                cells === count ? values : Float64Array.from({ length: cells }, (_, i) => values[map.elementAt(i)])
              }
              width={map.columns}
              height={map.rows}
              scale="diverging"
              selected={axes === null ? element : cellOfPosition(position, map.columns, axes === FILTER_AXES)}
              onHover={(i) => hover(i === null ? null : { node: node.id, element: map.elementAt(i) })}
              onSelect={(i) => select({ node: node.id, element: map.elementAt(i) })}
              className={axes === null ? detailCss.pickerMap : detailCss.pickerImage}
            />
          )}
          {focus !== null && (
            <Button variant="quiet" onClick={() => select(null)}>
              {words('detail.back')}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}

/** Names of the indices of values with rows and columns, and of filters; others are only numbered. */
const VALUE_AXES = ['sample', 'row', 'column', 'channel'] as const;
const FILTER_AXES = ['row', 'column', 'input', 'filter'] as const;

/** What the indices of a node are called, or null where they have no names. */
function axesOf(graph: Graph, node: GraphNode): readonly string[] | null {
  if (node.shape.length !== 4) return null;
  const target = node.gradientOf ?? node.flow?.to ?? node.id;
  const ofWeight = graph.nodes[target].role === 'weight' || node.phase === 'update' || node.role === 'state';
  return ofWeight ? FILTER_AXES : VALUE_AXES;
}

const cellOfPosition = (position: readonly number[], columns: number, filters: boolean) =>
  filters ? position[0] * columns + position[1] : position[1] * columns + position[2];

/** The part of a tensor that is shown as a map: all of it, or of four indices the two that are rows and columns. */
function mapOf(shape: readonly number[], position: readonly number[], filters: boolean) {
  if (shape.length !== 4) {
    const columns = shape[shape.length - 1];
    const rows = sizeOf(shape) / columns;
    return { rows, columns, elementAt: (cell: number) => cell };
  }
  const [rows, columns] = filters ? [shape[0], shape[1]] : [shape[1], shape[2]];
  const at = (cell: number) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const [a, , c, d] = position;
    return elementAt(shape, filters ? [row, column, c, d] : [a, row, column, d]);
  };
  return { rows, columns, elementAt: at };
}
