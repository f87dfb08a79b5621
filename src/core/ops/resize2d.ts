/**
 * `resize2d`: an image made larger by whole factors. `nearest` repeats each pixel; `bilinear` mixes the four nearest
 * ones by their distance, pixels taken as squares with their value in the middle (half-pixel centres), as Keras and
 * PyTorch do it. Both are linear: along each axis a row of the output is a weighted sum of one or two rows of the
 * input. `resize2dGradient` is the transposed map.
 */
import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape } from '../graph/types';
import { resize2d, resize2dGradient } from './emit';
import { type ExplainContext, GraphError, type OpDefinition } from './types';
import type { Pair } from './window';

export interface ResizeAttrs {
  /** Rows and columns of the output. */
  size: Pair;
  interpolation: 'nearest' | 'bilinear';
}
export interface ResizeGradientAttrs extends ResizeAttrs {
  inputShape: Shape;
}

/** A cell of the input and how much of it a cell of the output takes. */
export interface Tap {
  at: number;
  weight: number;
}

const attrsOf = (node: Pick<GraphNode, 'attrs'>) => node.attrs as unknown as ResizeGradientAttrs;

/** For every cell of the output along one axis, what it takes of the input; the weights add up to 1. */
export function resizeTaps(from: number, to: number, interpolation: ResizeAttrs['interpolation']): Tap[][] {
  return Array.from({ length: to }, (_, cell) => {
    const centre = ((cell + 0.5) * from) / to - 0.5;
    if (interpolation === 'nearest') return [{ at: Math.floor(((cell + 0.5) * from) / to), weight: 1 }];
    const low = Math.floor(centre);
    const share = centre - low;
    const inside = (at: number) => Math.min(Math.max(at, 0), from - 1);
    const [a, b] = [inside(low), inside(low + 1)];
    if (a === b || share === 0) return [{ at: a, weight: 1 }];
    return [
      { at: a, weight: 1 - share },
      { at: b, weight: share },
    ];
  });
}

function tapsOf(image: Shape, { size, interpolation }: ResizeAttrs): readonly [Tap[][], Tap[][]] {
  return [resizeTaps(image[1], size[0], interpolation), resizeTaps(image[2], size[1], interpolation)];
}

/** Visits every pair of an input and an output pixel (counted in pixels) that the map joins, with its weight. */
function eachTap(image: Shape, attrs: ResizeAttrs, visit: (from: number, to: number, weight: number) => void): void {
  const [rows, columns] = tapsOf(image, attrs);
  let to = 0;
  for (let sample = 0; sample < image[0]; sample++) {
    for (const inRow of rows) {
      for (const inColumn of columns) {
        for (const y of inRow) {
          const line = (sample * image[1] + y.at) * image[2];
          for (const x of inColumn) visit(line + x.at, to, y.weight * x.weight);
        }
        to++;
      }
    }
  }
}

/** A few numbers of the input, each times its weight. */
function explainWeighted(context: ExplainContext, taps: { element: number; weight: number }[]) {
  const { inputs, node, symbol, number } = context;
  const [{ node: source, tensor }] = inputs;
  const terms = taps.map(({ element, weight }) => {
    const factor = { node: source.id, element, value: tensor.data[element] };
    return { factors: [factor], value: factor.value * weight };
  });
  const write = (part: (element: number) => string) =>
    taps
      .map(({ element, weight }) => (weight === 1 ? part(element) : `${number(weight)} \\cdot ${part(element)}`))
      .join(' + ') || '0';
  const signed = (element: number) => {
    const text = number(tensor.data[element], { node: source.id, element });
    return tensor.data[element] < 0 && taps.length > 1 ? `(${text})` : text;
  };
  return {
    kind: taps.length === 1 && taps[0].weight === 1 ? ('move' as const) : ('sumOfProducts' as const),
    symbols: write((element) => symbol(source, element)),
    numbers: write(signed),
    terms,
    chain:
      node.phase === 'backward'
        ? terms.map(({ factors: [upstream] }, i) => ({
            upstream,
            local: taps[i].weight,
            localSymbols: number(taps[i].weight),
            localNumbers: number(taps[i].weight),
          }))
        : null,
  };
}

/** Code for the two maps: R makes rows out of rows, S columns out of columns. */
function mapsCode(image: Shape, { size, interpolation }: ResizeAttrs): string[] {
  return (['R', 'S'] as const).map((name, i) => {
    const [from, to] = [image[i + 1], size[i]];
    const centre = `(np.arange(${to})[:, None] + 0.5) * ${from} / ${to}`;
    return interpolation === 'nearest'
      ? `${name} = (np.floor(${centre}) == np.arange(${from})).astype(float)`
      : `${name} = np.maximum(0, 1 - np.abs(np.clip(${centre} - 0.5, 0, ${from - 1}) - np.arange(${from})))`;
  });
}

export const resize2dOp: OpDefinition = {
  name: 'resize2d',
  shape([image], attrs) {
    if (image.length !== 4) throw new GraphError('poolRank', { image: `[${image}]` });
    const { size } = attrsOf({ attrs });
    return [image[0], size[0], size[1], image[3]];
  },
  vjp(sink, node, upstream) {
    const { size, interpolation } = attrsOf(node);
    return resize2dGradient(sink, upstream, { size, interpolation, inputShape: sink.node(node.inputs[0]).shape });
  },
  evaluate([image], node) {
    const channels = image.shape[3];
    const out = new Float64Array(sizeOf(node.shape));
    eachTap(image.shape, attrsOf(node), (from, to, weight) => {
      for (let c = 0; c < channels; c++) out[to * channels + c] += weight * image.data[from * channels + c];
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element } = context;
    const image = inputs[0].tensor.shape;
    const [sample, row, column, channel] = positionOf(node.shape, element);
    const [rows, columns] = tapsOf(image, attrsOf(node));
    const taps = rows[row].flatMap((y) =>
      columns[column].map((x) => ({
        element: elementAt(image, [sample, y.at, x.at, channel]),
        weight: y.weight * x.weight,
      })),
    );
    return explainWeighted(context, taps);
  },
  whole: {
    matrix: ({ symbols: [a] }) => `R \\, ${a} \\, S^{\\top}`,
    code: ({ node, inputs, names: [a], out }) => [
      ...mapsCode(inputs[0].shape, attrsOf(node)),
      `${out} = np.einsum('ra,nabc,sb->nrsc', R, ${a}, S)`,
    ],
  },
};

export const resize2dGradientOp: OpDefinition = {
  name: 'resize2dGradient',
  shape: (_inputs, attrs) => attrsOf({ attrs }).inputShape,
  vjp(sink, node, upstream) {
    const { size, interpolation } = attrsOf(node);
    return resize2d(sink, upstream, { size, interpolation });
  },
  evaluate([upstream], node) {
    const attrs = attrsOf(node);
    const channels = attrs.inputShape[3];
    const out = new Float64Array(sizeOf(attrs.inputShape));
    eachTap(attrs.inputShape, attrs, (from, to, weight) => {
      for (let c = 0; c < channels; c++) out[from * channels + c] += weight * upstream.data[to * channels + c];
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element } = context;
    const attrs = attrsOf(node);
    const [sample, row, column, channel] = positionOf(attrs.inputShape, element);
    const [rows, columns] = tapsOf(attrs.inputShape, attrs);
    const reaching = (taps: Tap[][], at: number) =>
      taps.flatMap((tap, cell) => tap.filter((t) => t.at === at).map(({ weight }) => ({ cell, weight })));
    const taps = reaching(rows, row).flatMap((y) =>
      reaching(columns, column).map((x) => ({
        element: elementAt(inputs[0].tensor.shape, [sample, y.cell, x.cell, channel]),
        weight: y.weight * x.weight,
      })),
    );
    return explainWeighted(context, taps);
  },
  whole: {
    matrix: ({ symbols: [g] }) => `R^{\\top} ${g} \\, S`,
    code: ({ node, names: [g], out }) => [
      ...mapsCode(attrsOf(node).inputShape, attrsOf(node)),
      `${out} = np.einsum('ra,nrsc,sb->nabc', R, ${g}, S)`,
    ],
  },
};
