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

/** Whether what an element of a node sees of an input can be said: both are images of one size, or joined by a window. */
function isLocal(node: GraphNode, input: GraphNode, reach: Reach | null): boolean {
  if (input.shape.length !== 4 || node.shape.length !== 4) return false;
  return reach !== null || (input.shape[1] === node.shape[1] && input.shape[2] === node.shape[2]);
}

const joined = (a: Pair, b: Pair | undefined): Pair => (b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : a);

/**
 * What an element of a node can see of `target` (an image `[batch, height, width, channels]` before it; the network's
 * input by default), clipped to it. Where several paths lead there, what all of them see together.
 */
export function receptiveField(graph: Graph, nodeId: number, element: number, target = graph.input): Field {
  const [, height = 1, width = 1] = graph.nodes[target].shape;
  const everything: Field = { rows: [0, height - 1], columns: [0, width - 1] };
  const start = graph.nodes[nodeId];
  if (start.shape.length !== 4) return everything;
  const [, row, column] = positionOf(start.shape, element);
  const fields = new Map<number, Field>([[nodeId, { rows: [row, row], columns: [column, column] }]]);
  for (let id = nodeId; id > target; id--) {
    const field = fields.get(id);
    if (!field) continue;
    const node = graph.nodes[id];
    const reach = reachOf(graph, node);
    const inputs = node.inputs.map((from) => graph.nodes[from]);
    const local = inputs.some((input) => isLocal(node, input, reach));
    for (const input of inputs) {
      if (input.id < target || (input.role !== null && input.id !== target)) continue;
      if (!isLocal(node, input, reach)) {
        // Statistics beside an image (a normalization's mean, say) are of the whole batch: they are no part of its field.
        if (local) continue;
        return everything;
      }
      const known = fields.get(input.id);
      const seen = (axis: 0 | 1, range: Pair) => clip(reach ? reach(axis, range) : range, input.shape[axis + 1]);
      fields.set(input.id, {
        rows: joined(seen(0, field.rows), known?.rows),
        columns: joined(seen(1, field.columns), known?.columns),
      });
    }
  }
  return fields.get(target) ?? everything;
}
