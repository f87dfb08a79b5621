/**
 * Any element of any node, by name and indices: for tensors that are too large to point at, and for the keyboard. Two
 * dimensional tensors of middling size are shown as a map to choose from.
 */
import { useId, useState } from 'react';
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
  const choose = (indices: readonly number[]) =>
    select({ node: node.id, element: indices.reduce((at, i, axis) => at * shape[axis] + i, 0) });
  const count = elementCount(node);
  const columns = shape[shape.length - 1];
  const known = isKnown(moment, node.id, 0) && isKnown(moment, node.id, count - 1);

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
                label={words('picker.index', { axis: axis + 1, size })}
                value={position[axis] + 1}
                min={1}
                max={size}
                integer
                onChange={(value) => choose(position.map((p, k) => (k === axis ? value - 1 : p)))}
              />
            ))}
          </div>
          {count > 1 && count <= MOST_CELLS && known && (
            <Heatmap
              label={words('picker.map', { name: node.name })}
              values={moment.values[node.id]}
              width={columns}
              height={count / columns}
              scale="diverging"
              selected={element}
              onHover={(i) => hover(i === null ? null : { node: node.id, element: i })}
              onSelect={(i) => select({ node: node.id, element: i })}
              className={detailCss.pickerMap}
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

function positionOf(shape: readonly number[], element: number): number[] {
  const position = shape.map(() => 0);
  let rest = element;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return position;
}
