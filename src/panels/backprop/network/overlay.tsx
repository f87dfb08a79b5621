/**
 * What lies over the drawing as ordinary page elements: weights on edges and biases below neurons, which can be
 * changed; inputs and targets of small networks, too; and images as images.
 */
import { type CSSProperties, memo, useMemo } from 'react';
import { pictureScale } from '@/theme';
import { Heatmap, Segmented } from '@/ui';
import { ActivationChoice } from '../changes/ActivationChoice';
import { useOwnActivation } from '../changes/own';
import { EditableNumber } from '../EditableNumber';
import { CellNumbers, hasRoom } from '../maps/CellNumbers';
import { WindowFrame } from '../maps/Frames';
import { isEdited } from '../model/batch';
import { placeName } from '../model/describe';
import type { LabelSize } from '../model/labels';
import { choiceBeside, type Layout, type NeuronBox, type PictureBox } from '../model/layout';
import { knownValues, progressOf, updatedOf } from '../model/moment';
import { type Column, edgeElement, gradientSource, neuronOf, type Place } from '../model/network';
import { plain } from '../model/symbols';
import partsCss from '../parts.module.css';
import { hover, type PictureMode, select, useSession } from '../session';
import { useScene, useStepper } from '../stepper';
import { say, useWords } from '../words';
import { type Mark, markOf } from './marks';
import { MOST_CAPTIONED } from './Neurons';
import networkCss from './network.module.css';
import { sameProps } from './same';

const at = (x: number, y: number) => ({ left: x, top: y });

interface OwnPlace {
  node: number;
  element: number;
  label: string;
  style?: { left: number; top: number };
  className?: string;
  prefix?: string;
  size?: LabelSize;
}

/** A number of the picture that can be changed, with its links to the other views. */
export function PlaceNumber({ place, ...rest }: OwnPlace & { place: Place | null }) {
  const { graph, marks, moment } = useStepper();
  const { name, role } = graph.nodes[rest.node];
  return (
    <Placed
      {...rest}
      after={role === 'weight' ? updatedOf(moment, name, rest.element) : null}
      mark={place === null ? undefined : markOf(marks, place)}
    />
  );
}

const Placed = memo(function Placed(props: OwnPlace & { after: number | null; mark: Mark }) {
  const { node, element } = props;
  const words = useWords();
  const { graph, traced, edit } = useScene();
  const { name } = graph.nodes[node];
  const ref = { node, element };
  return (
    <EditableNumber
      {...props}
      value={traced.values[node][element]}
      edited={isEdited(traced.edits, name, element)}
      editedLabel={words('edit.changed')}
      onChange={(value) => edit(name, element, value)}
      onHover={(inside) => hover(inside ? ref : null)}
      onOpen={() => select(ref)}
    />
  );
}, sameProps);

export function EdgeLabels({ layout }: { layout: Layout }) {
  const words = useWords();
  const { model } = useScene();
  if (!layout.labels) return null;
  return layout.edges.map((edge) => {
    const { kernel } = model.columns[edge.column];
    if (kernel === null) return null;
    const place: Place = { kind: 'edge', column: edge.column, from: edge.from, to: edge.to };
    return (
      <PlaceNumber
        key={`${edge.column} ${edge.from} ${edge.to}`}
        node={kernel}
        element={edgeElement(model.columns[edge.column], edge.from, edge.to)}
        place={place}
        label={say(words, placeName(model, place))}
        className={partsCss.edgeLabel}
        style={at(edge.labelX, edge.labelY)}
        size={edge.labelSize}
      />
    );
  });
}

/** Boxes narrower than this have captions of several lines. */
const CAPTION_WIDTH = 132;

/** A caption is centred below its column; where columns are narrow it wraps, and hangs from its first line. */
function captionPlace(layout: Layout, column: number, x: number, y: number) {
  const lane = layout.lanes.find((each) => each.column === column);
  if (lane) return wrapped(x, y, Math.max(lane.width, LEAST_CAPTION));
  const width = layout.neurons.find((neuron) => neuron.column === column)?.width ?? CAPTION_WIDTH;
  if (width >= CAPTION_WIDTH) return { style: at(x, y) };
  return wrapped(x, y, width + 14);
}

const LEAST_CAPTION = 84;
const wrapped = (x: number, y: number, width: number) => {
  const text: CSSProperties = { lineHeight: 1.3, textAlign: 'center', translate: '-50% 0', whiteSpace: 'normal' };
  return { style: { ...at(x, y - 8), ...text, width }, 'data-wrapped': true };
};

/** Below small neurons their activation and bias; below folded columns what they are. No step changes them. */
export const ColumnCaptions = memo(function ColumnCaptions({ layout }: { layout: Layout }) {
  const words = useWords();
  const { model } = useScene();
  if (layout.shape === 'box') {
    return layout.captions.map(({ column, x, y }) =>
      layout.pictures.some((picture) => picture.column === column) ? null : (
        <div key={column} className={networkCss.caption} {...captionPlace(layout, column, x, y)}>
          {columnCaption(model.columns[column])}
          <ColumnActivation column={model.columns[column]} />
          <ReadsNote column={column} />
          <GradientNote column={model.columns[column]} />
        </div>
      ),
    );
  }
  return (
    <>
      {layout.neurons.map((box) => (
        <NeuronCaption key={`${box.column} ${box.unit}`} box={box} tight={isTight(layout, box)} />
      ))}
      {layout.loss && <TargetCaption box={layout.loss} />}
      <ColumnActivations layout={layout} />
    </>
  );

  function columnCaption({ layer, size, units, maps }: Column) {
    const name = layer ?? words('place.inputs');
    const count = maps ? words(maps.line ? 'maps.lineSize' : 'maps.size', { count: units, ...maps }) : size;
    return `${name} · ${count}`;
  }
});

/** What a column's layer does to its sums: to choose where it can be another, else in words. */
function ColumnActivation({ column: { layer, activation } }: { column: Column }) {
  const words = useWords();
  const own = useOwnActivation(layer);
  if (layer !== null && own !== null) return <ActivationChoice layer={layer} />;
  return activation === null ? null : <> · {words(`op.${activation}`)}</>;
}

/** Above the columns of small networks, whose neurons have captions of their own. */
function ColumnActivations({ layout }: { layout: Layout }) {
  const { model } = useScene();
  return model.columns.map(({ layer, value }, i) => {
    const own = layout.neurons.filter((neuron) => neuron.column === i);
    if (layer === null || own.length === 0) return null;
    const top = Math.min(...own.map(({ y, height }) => y - height / 2));
    const beside = choiceBeside(own);
    const place = layout.vertical ? at(beside.x, beside.y) : at(own[0].x, Math.max(14, top - 26));
    return (
      <div key={value} className={networkCss.columnActivation} style={place}>
        <ActivationChoice layer={layer} />
      </div>
    );
  });
}

/** A layer that reads others than the one before says which. */
function ReadsNote({ column }: { column: number }) {
  const words = useWords();
  const { model } = useScene();
  const { inputs } = model.columns[column];
  if (column === 0 || (inputs.length === 1 && inputs[0] === column - 1)) return null;
  const layers = inputs.map((i) => model.columns[i].layer ?? words('place.inputShort')).join(', ');
  return <span className={networkCss.readsNote}>{words('network.reads', { layers })}</span>;
}

/** Where the loss is reached from the sums, not the values, the gradients shown are those of the sums: said here. */
function GradientNote({ column }: { column: Column }) {
  const words = useWords();
  const { graph, model } = useScene();
  const source = gradientSource(model, column);
  if (source === column.value || !graph.gradients.has(source)) return null;
  return (
    <span className={networkCss.gradientNote}>
      {words('network.gradientOf', { symbol: plain(graph.nodes[source].symbol) })}
    </span>
  );
}

/** Neurons side by side that are nearer than this have captions of two lines. */
const CAPTION_ROOM = 130;

/** Whether a caption of one line, with an old bias and the new one, would run into its neighbour's. */
const isTight = ({ neurons, vertical }: Layout, box: NeuronBox) =>
  vertical &&
  neurons.some(({ column, x }) => column === box.column && x !== box.x && Math.abs(x - box.x) < CAPTION_ROOM);

/** @param tight an activation is left out, which the choice above the neurons tells, and a new bias goes on a second line. */
function NeuronCaption({ box, tight }: { box: NeuronBox; tight: boolean }) {
  const words = useWords();
  const { model, sample, graph } = useScene();
  const { bias, activation, layer, value, size } = model.columns[box.column];
  const neuron: Place = { kind: 'neuron', column: box.column, unit: box.unit, sample };
  const input = graph.nodes[value].role === 'input';
  const place: Place = { kind: 'bias', column: box.column, unit: box.unit };
  const symbol = !input && activation !== null && !(tight && bias !== null);
  return (
    <div
      className={networkCss.caption}
      data-tight={tight && bias !== null}
      style={at(box.x, box.y + box.height / 2 + (tight && bias !== null ? 4 : 15))}
    >
      {input && (
        <PlaceNumber
          node={value}
          element={sample * size + box.unit}
          place={null}
          label={say(words, placeName(model, neuron))}
          prefix={`${words('place.inputShort')} `}
          className={partsCss.captionNumber}
        />
      )}
      {symbol && <span>{words(`symbol.${activation}`)}</span>}
      {bias !== null && (
        <>
          {symbol && <span aria-hidden="true"> · </span>}
          <PlaceNumber
            node={bias}
            element={box.unit}
            place={place}
            label={say(words, placeName(model, place))}
            prefix={`${words('place.biasShort')} `}
            className={partsCss.captionNumber}
          />
        </>
      )}
      {!input && activation === null && bias === null && layer}
    </div>
  );
}

function TargetCaption({ box }: { box: NeuronBox }) {
  const words = useWords();
  const { graph, sample } = useScene();
  const { target } = graph;
  if (target === null) return null;
  const size = graph.nodes[target].shape.slice(1).reduce((a, b) => a * b, 1);
  if (size > MOST_CAPTIONED) return null;
  return (
    <div className={networkCss.caption} style={at(box.x, box.y + box.height / 2 + 15)}>
      {Array.from({ length: size }, (_, i) => (
        <PlaceNumber
          key={i}
          node={target}
          element={sample * size + i}
          place={null}
          label={words('place.target', { n: i + 1 })}
          prefix={i === 0 ? `${words('place.targetShort')} ` : ''}
          className={partsCss.captionNumber}
        />
      ))}
    </div>
  );
}

/** The pixel that is in focus, or whose weight is. */
function markedPixel(place: Place | null, column: number): number | null {
  if (place?.kind === 'neuron' && place.column === column) return place.unit;
  return place?.kind === 'edge' && place.column === column + 1 ? place.from : null;
}

const MODES: readonly PictureMode[] = ['pixels', 'weights', 'gradient'];
/** Narrower pictures have no room for the choice of modes below them. */
const MODES_WIDTH = 170;

/** The neuron in focus in the column after `column`, or null. */
function unitAfter(place: Place | null, column: number): number | null {
  const own = neuronOf(place);
  return own === null || own.column !== column + 1 ? null : own.unit;
}

/** What the image of the input shows while a neuron of the next column is in focus. */
export function PictureModes() {
  const words = useWords();
  const mode = useSession((s) => s.picture);
  return (
    <Segmented
      label={words('picture.show')}
      options={MODES.map((value) => ({ value, label: words(`picture.${value}`) }))}
      value={mode}
      onChange={(value) => useSession.setState({ picture: value })}
      className={networkCss.pictureModes}
    />
  );
}

/** The choice of modes where the picture itself has no room for it. */
export function NarrowPictureModes({ layout }: { layout: Layout }) {
  const { marks, model } = useStepper();
  const narrow = layout.pictures.some(
    ({ column, width }) =>
      width < MODES_WIDTH && unitAfter(marks.focus, column) !== null && model.columns[column + 1]?.kernel != null,
  );
  return narrow ? <PictureModes /> : null;
}

/** The input as an image; with a neuron of the next layer in focus, also its weights and their gradient, pixel by pixel. */
export function InputPicture({ box }: { box: PictureBox }) {
  const words = useWords();
  const { model, moment, graph, sample, marks } = useStepper();
  const chosen = useSession((s) => s.picture);
  const column = model.columns[box.column];
  const next = model.columns[box.column + 1];
  const shape = column.picture ?? { rows: 1, columns: 1 };
  const unit = unitAfter(marks.focus, box.column);
  const kernel = next?.kernel ?? null;
  const mode = unit === null || kernel === null ? 'pixels' : chosen;
  const node =
    mode === 'pixels' || kernel === null
      ? column.value
      : mode === 'weights'
        ? kernel
        : (graph.gradients.get(kernel) ?? kernel);

  const progress = progressOf(moment, node);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the moment only what is known of the node matters.
  const values = useMemo(() => {
    if (mode === 'pixels' || unit === null || next === undefined)
      return knownValues(moment, node, sample * column.size, column.size);
    const all = knownValues(moment, node, 0, column.size * next.size);
    return Float64Array.from({ length: column.size }, (_, i) => all[i * next.size + unit]);
  }, [mode, unit, next, moment.values, moment.hidden, progress, node, sample, column.size]);
  const unknown = Number.isNaN(values[0]);
  const elementOf = (i: number) => (mode === 'pixels' ? sample * column.size + i : edgeElement(next, i, unit ?? 0));
  const target = mode === 'gradient' ? (kernel ?? node) : node;

  return (
    <div
      className={networkCss.picture}
      style={{ left: box.x - box.width / 2, top: box.y - box.height / 2, width: box.width }}
    >
      {unknown ? (
        <div className={networkCss.pictureUnknown} style={{ height: box.height }}>
          {words('value.unknown')}
        </div>
      ) : (
        <Heatmap
          label={words(`picture.${mode}Label`, { n: (unit ?? 0) + 1 })}
          values={values}
          width={shape.columns}
          height={shape.rows}
          scale={mode === 'pixels' ? pictureScale(values) : 'diverging'}
          selected={markedPixel(marks.focus, box.column)}
          onHover={(i) => hover(i === null ? null : { node: target, element: elementOf(i) })}
          onSelect={(i) => select({ node: target, element: elementOf(i) })}
        />
      )}
      {!unknown && mode === 'pixels' && hasRoom(box.width, shape.columns) && (
        <span className={networkCss.pictureWindow} style={{ height: box.height }}>
          <CellNumbers
            {...shape}
            values={values}
            scale={pictureScale(values)}
            refOf={(i) => ({ node: target, element: elementOf(i) })}
          />
        </span>
      )}
      {mode === 'pixels' &&
        marks.windows
          .filter((window) => window.column === box.column)
          .map((window) => (
            <span key={String(window.direct)} className={networkCss.pictureWindow} style={{ height: box.height }}>
              <WindowFrame field={window.field} of={shape} faint={!window.direct} />
            </span>
          ))}
      {unit !== null && kernel !== null ? (
        box.width >= MODES_WIDTH && <PictureModes />
      ) : (
        <div className={networkCss.pictureCaption}>
          {words('picture.input', { rows: shape.rows, columns: shape.columns })}
        </div>
      )}
    </div>
  );
}
