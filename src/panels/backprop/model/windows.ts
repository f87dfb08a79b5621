/**
 * What a number sees of the feature maps before it, and from which of those after it its gradient comes: windows to
 * outline in the pictures.
 */
import { type Field, receptiveField } from '@/core/graph/receptiveField';
import type { Explanation } from '@/core/graph/types';
import type { ElementRef } from '@/core/interpreter/timeline';
import { mapShapeOf } from './maps';
import { anchor, lineage, locate, type NetworkModel, type Place } from './network';

export interface WindowMark {
  column: number;
  /** The map it lies on; null for all maps of the column. */
  channel: number | null;
  field: Field;
  /** Node whose numbers are in the window. */
  node: number;
  /** Whether the number was made from it, with nothing between. */
  direct: boolean;
}

/** Operations that slide a window over the image before them, and whether they look at every channel of it. */
const SLIDING: Readonly<Record<string, boolean>> = {
  conv2d: true,
  conv2dInputGradient: true,
  depthwiseConv2d: false,
  maxPool2d: false,
  avgPool2d: false,
  resize2d: false,
};

/** Cells of columns that are images as channel, row and column; null for other places. */
function imageCell(model: NetworkModel, place: Place | null) {
  if (place?.kind === 'cell') return { column: place.column, channel: place.unit, row: place.row, at: place.at };
  if (place?.kind !== 'neuron') return null;
  const { picture } = model.columns[place.column];
  if (picture === null) return null;
  return {
    column: place.column,
    channel: 0,
    row: Math.floor(place.unit / picture.columns),
    at: place.unit % picture.columns,
  };
}

/** The windows of a value: directly before it, and in the input. `open` explains an element. */
function seenBy(model: NetworkModel, ref: ElementRef, open: (ref: ElementRef) => Explanation | null): WindowMark[] {
  const place = locate(model, ref);
  if (place?.kind !== 'cell' || place.column === 0) return [];
  const { graph, columns } = model;
  const own = columns[place.column];
  const [before] = own.inputs;
  const node = graph.nodes[ref.node];
  const [first] = lineage(graph, ref.node);
  const head = graph.nodes[first];
  const mixing = SLIDING[head.op];
  if (mixing === undefined || own.inputs.length !== 1 || own.maps?.line || node.shape.length !== 4) {
    const explanation = open({ node: first, element: ref.element });
    return explanation === null ? [] : takenBy(model, explanation).filter(({ column }) => column !== place.column);
  }
  const see = (column: number) => receptiveField(graph, ref.node, ref.element, columns[column].value);
  const multiplier = head.op === 'depthwiseConv2d' ? graph.nodes[head.inputs[1]].shape[3] : 1;
  const channel = mixing || own.kind === 'separableConv2d' ? null : Math.floor(place.unit / multiplier);
  const marks = [{ column: before, channel, field: see(before), node: columns[before].value, direct: true }];
  if (before > 0) marks.push({ column: 0, channel: null, field: see(0), node: columns[0].value, direct: false });
  return marks.filter(({ column }) => mapShapeOf(columns[column]) !== null);
}

/** The least windows that hold all numbers that went into an explained one. */
function takenBy(model: NetworkModel, explanation: Explanation): WindowMark[] {
  const marks = new Map<number, WindowMark>();
  for (const { factors } of explanation.terms) {
    for (const factor of factors) {
      const cell = imageCell(model, locate(model, factor));
      if (cell === null) continue;
      const { column, channel, row, at } = cell;
      const mark = marks.get(column);
      if (mark === undefined) {
        const field: Field = { rows: [row, row], columns: [at, at] };
        marks.set(column, { column, channel, field, node: factor.node, direct: true });
        continue;
      }
      const { rows, columns } = mark.field;
      mark.field = {
        rows: [Math.min(rows[0], row), Math.max(rows[1], row)],
        columns: [Math.min(columns[0], at), Math.max(columns[1], at)],
      };
      if (mark.channel !== channel) mark.channel = null;
    }
  }
  return [...marks.values()];
}

/**
 * Windows to outline for the element in focus; `explanation` is its own, null while it is not known.
 * @param open explains another element, where it is known.
 */
export function windowsOf(
  model: NetworkModel,
  focus: ElementRef | null,
  explanation: Explanation | null,
  open: (ref: ElementRef) => Explanation | null = () => null,
): WindowMark[] {
  if (focus === null) return [];
  const { phase } = model.graph.nodes[focus.node];
  if (phase === 'forward') {
    const at = anchor(model, focus);
    const seen = at === null ? [] : seenBy(model, at, open);
    if (seen.length > 0) return seen;
  }
  if (explanation === null || phase === 'update') return [];
  const own = locate(model, focus);
  // A gradient that comes from its own place only (an activation's) has no window.
  return takenBy(model, explanation).filter(
    ({ column }) => own === null || own.kind === 'loss' || own.kind === 'filter' || column !== own.column,
  );
}
