/**
 * Receptive fields: which part of an image, or of an earlier layer, a cell can see. Followed back through windows,
 * and through whatever works cell by cell; beyond a layer that sees everything (flatten, a mean over positions) it is
 * the whole image (Dumoulin and Visin: A guide to convolution arithmetic for deep learning, 2016).
 */
import { type ResizeAttrs, resizeTaps } from '../ops/resize2d';
import { axesOf, imageCell, type Pair, type WindowAttrs, type WindowAxis, windowsOver } from '../ops/window';
import { positionOf } from './shape';
import type { Graph, GraphNode } from './types';

/** First and last row, first and last column, counted from 0. */
export interface Field {
  rows: Pair;
  columns: Pair;
}

/** Rows and columns of the window of a convolution or pooling node; null for other nodes. */
export function windowAxes(graph: Graph, node: GraphNode): readonly [WindowAxis, WindowAxis] | null {
  const image = () => graph.nodes[node.inputs[0]].shape;
  const attrs = node.attrs as unknown as WindowAttrs & { size: Pair };
  if (node.op === 'conv2d' || node.op === 'depthwiseConv2d') {
    const [rows, columns] = graph.nodes[node.inputs[1]].shape;
    return axesOf(image(), [rows, columns], attrs);
  }
  return node.op === 'maxPool2d' || node.op === 'avgPool2d' ? axesOf(image(), attrs.size, attrs) : null;
}

/** What windows at positions `first` … `last` cover. */
function covered(axis: WindowAxis, [first, last]: Pair): Pair {
  return [imageCell(axis, first, 0), imageCell(axis, last, axis.size - 1)];
}

const clip = ([first, last]: Pair, length: number): Pair => [Math.max(0, first), Math.min(length - 1, last)];

/**
 * The window of one element of a convolution or pooling node, in the image it slides over; padding included, so that
 * it may begin before 0 and end after the last cell.
 * @returns null for other nodes.
 */
export function windowOf(graph: Graph, nodeId: number, element: number): Field | null {
  const node = graph.nodes[nodeId];
  const axes = windowAxes(graph, node);
  if (!axes) return null;
  const [, row, column] = positionOf(node.shape, element);
  return { rows: covered(axes[0], [row, row]), columns: covered(axes[1], [column, column]) };
}

/** First and last cell along an axis of the input that cells `first` … `last` of the output come from. */
type Reach = (axis: 0 | 1, range: Pair) => Pair;

/** First and last of some cells; nothing is seen where there are none. */
const spanned = (cells: number[], [first]: Pair): Pair =>
  cells.length === 0 ? [first, first] : [Math.min(...cells), Math.max(...cells)];

const between = ([first, last]: Pair) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** How a node's cells reach into its first input, when both are images; null when every cell comes from its own place. */
function reachOf(graph: Graph, node: GraphNode): Reach | null {
  const windows = windowAxes(graph, node);
  if (windows) return (axis, range) => covered(windows[axis], range);
  const source = graph.nodes[node.inputs[0]]?.shape;
  if (node.op === 'conv2dInputGradient') {
    // Run forwards, as a transposed convolution: the positions of the windows that lie over the cells.
    const [rows, columns] = graph.nodes[node.inputs[1]].shape;
    const axes = axesOf(node.shape, [rows, columns], node.attrs as unknown as WindowAttrs);
    return (axis, range) =>
      spanned(
        between(range).flatMap((at) => windowsOver(axes[axis], at).map(({ position }) => position)),
        range,
      );
  }
  if (node.op === 'resize2d') {
    const { size, interpolation } = node.attrs as unknown as ResizeAttrs;
    return (axis, range) => {
      const taps = resizeTaps(source[axis + 1], size[axis], interpolation);
      return spanned(
        between(range).flatMap((cell) => taps[cell].map(({ at }) => at)),
        range,
      );
    };
  }
  if (node.op === 'pad') {
    const padding = node.attrs.padding as readonly Pair[];
    return (axis, [first, last]) => [first - padding[axis + 1][0], last - padding[axis + 1][0]];
  }
  return null;
}

/** The input whose cells a node's cells come from one by one: of the same image size. */
function sourceOf(graph: Graph, node: GraphNode): GraphNode | undefined {
  return node.inputs
    .map((id) => graph.nodes[id])
    .find(({ shape }) => shape.length === 4 && shape[1] === node.shape[1] && shape[2] === node.shape[2]);
}

/**
 * What an element of a node can see of `target` (an image `[batch, height, width, channels]` before it; the network's
 * input by default), clipped to it.
 */
export function receptiveField(graph: Graph, nodeId: number, element: number, target = graph.input): Field {
  const [, height = 1, width = 1] = graph.nodes[target].shape;
  const everything: Field = { rows: [0, height - 1], columns: [0, width - 1] };
  let node = graph.nodes[nodeId];
  if (node.shape.length !== 4) return everything;
  const [, row, column] = positionOf(node.shape, element);
  let field: Field = { rows: [row, row], columns: [column, column] };
  while (node.id !== target) {
    const reach = reachOf(graph, node);
    const source = reach ? graph.nodes[node.inputs[0]] : sourceOf(graph, node);
    if (source?.shape.length !== 4) return everything;
    if (reach) {
      field = {
        rows: clip(reach(0, field.rows), source.shape[1]),
        columns: clip(reach(1, field.columns), source.shape[2]),
      };
    }
    if (source.role !== null && source.id !== target) return everything;
    node = source;
  }
  return field;
}
