/**
 * Edges by their weight: thickness is magnitude, colour is sign. When the gradient is being computed, the edges it
 * travels back along carry a dashed line.
 */
import { memo } from 'react';
import type { EdgeLine, Layout } from '../model/layout';
import { reachOf } from '../model/maps';
import { valueAt } from '../model/moment';
import { type Column, edgeElement, neuronOf } from '../model/network';
import { hover, select, useSession } from '../session';
import { useScene, useStepper } from '../stepper';
import { type Mark, markOf } from './marks';
import networkCss from './network.module.css';
import { sameProps } from './same';

interface Strength {
  value: number | null;
  /** The value of the largest magnitude in the whole tensor. */
  most: number;
}

export function Edges({ layout }: { layout: Layout }) {
  const { model, moment, step, marks } = useStepper();
  const show = useSession((s) => s.show);
  const gradients = show === 'gradients';

  const strength = (column: Column, edge: EdgeLine): Strength => {
    if (column.kernel === null) return { value: null, most: 1 };
    const node = gradients ? moment.graph.gradients.get(column.kernel) : column.kernel;
    if (node === undefined) return { value: null, most: 1 };
    const most = reachOf(moment.values[node]);
    return { value: valueAt(moment, node, edgeElement(column, edge.from, edge.to)), most: most || 1 };
  };
  const images = [...layout.pictures, ...layout.lanes.map((lane) => ({ ...lane, y: (lane.top + lane.bottom) / 2 }))];
  return (
    <g>
      <Links layout={layout} />
      {images.map((image) =>
        layout.neurons
          .filter(({ column }) => column === image.column + 1 && model.columns[column].inputs.includes(image.column))
          .map((neuron) => (
            <line
              key={`${image.column} ${neuron.unit}`}
              x1={image.x + image.width / 2}
              y1={image.y}
              x2={neuron.x - neuron.width / 2}
              y2={neuron.y}
              className={networkCss.bundle}
              data-mark={markOf(marks, { kind: 'neuron', column: neuron.column, unit: neuron.unit, sample: 0 })}
            />
          )),
      )}
      {layout.edges.map((edge) => {
        const column = model.columns[edge.column];
        if (column.kernel === null) {
          const own = column.size === model.columns[edge.column - 1].size && !MIXING.has(column.kind);
          if (!own) return <Plain key={`${edge.column} ${edge.from} ${edge.to}`} edge={edge} />;
          if (edge.from !== edge.to) return null;
        }
        return (
          <Edge
            key={`${edge.column} ${edge.from} ${edge.to}`}
            edge={edge}
            column={column}
            {...strength(column, edge)}
            mark={markOf(marks, { kind: 'edge', column: edge.column, from: edge.from, to: edge.to })}
            backward={step?.phase === 'backward'}
            crowded={layout.shape === 'box'}
          />
        );
      })}
      {model.loss !== null && layout.loss && <LossEdges layout={layout} />}
    </g>
  );
}

/** Layers without edges of their own in which every output sees every input. */
const MIXING = new Set(['dot', 'layerNormalization', 'groupNormalization', 'embedding', 'permute', 'concatenate']);

const Plain = memo(function Plain({ edge: { x1, y1, x2, y2 } }: { edge: EdgeLine }) {
  return <line {...{ x1, y1, x2, y2 }} className={networkCss.bundle} />;
}, sameProps);

/** Ways past the neighbours: what a layer reads from further back. */
function Links({ layout: { links } }: { layout: Layout }) {
  const { marks, step } = useStepper();
  if (links.length === 0) return null;
  const column = neuronOf(marks.focus)?.column;
  return (
    <>
      <marker
        id="stepper-link"
        viewBox="0 0 8 8"
        refX={6}
        refY={4}
        markerWidth={8}
        markerHeight={8}
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0 0 8 4 0 8z" className={networkCss.linkHead} />
      </marker>
      {links.map(({ from, to, path }) => (
        <path
          key={`${from} ${to}`}
          d={path}
          className={networkCss.link}
          data-on={column === from || column === to || undefined}
          data-phase={step?.phase}
          markerEnd="url(#stepper-link)"
        />
      ))}
    </>
  );
}

interface EdgeProps extends Strength {
  edge: EdgeLine;
  column: Column;
  mark: Mark;
  backward: boolean;
  /** Many edges side by side: thin and pale, unless marked. */
  crowded: boolean;
}

const Edge = memo(function Edge({ edge, column, value, most, mark, backward, crowded }: EdgeProps) {
  const { x1, y1, x2, y2 } = edge;
  const width = value === null ? 1 : 1 + (crowded ? 1.5 : 5) * Math.min(1, Math.abs(value) / most);
  const sign = value === null ? 'none' : value < 0 ? 'negative' : 'positive';
  const ref = column.kernel === null ? null : { node: column.kernel, element: edgeElement(column, edge.from, edge.to) };
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  // The dashed line runs beside the edge.
  const [dx, dy] = [(-(y2 - y1) / length) * 6, ((x2 - x1) / length) * 6];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; weights are reached by their labels and the table.
    <g
      onPointerEnter={() => hover(ref)}
      onPointerLeave={() => hover(null)}
      onClick={() => ref && select(ref)}
      className={networkCss.edge}
      data-crowded={crowded}
    >
      <line x1={x1} y1={y1} x2={x2} y2={y2} strokeWidth={width} data-sign={sign} data-mark={mark} />
      {backward && mark !== undefined && (
        <line x1={x1 + dx} y1={y1 + dy} x2={x2 + dx} y2={y2 + dy} className={networkCss.flowBack} />
      )}
      <line x1={x1} y1={y1} x2={x2} y2={y2} className={networkCss.hit} />
    </g>
  );
}, sameProps);

function LossEdges({ layout }: { layout: Layout }) {
  const { model } = useScene();
  const last = model.columns.length - 1;
  const { loss, vertical } = layout;
  if (loss === null) return null;
  return layout.neurons
    .filter((neuron) => neuron.column === last)
    .map((neuron) => (
      <line
        key={neuron.unit}
        x1={vertical ? neuron.x : neuron.x + neuron.width / 2}
        y1={vertical ? neuron.y + neuron.height / 2 : neuron.y}
        x2={vertical ? loss.x : loss.x - loss.width / 2}
        y2={vertical ? loss.y - loss.height / 2 : loss.y}
        className={networkCss.bundle}
      />
    ));
}
