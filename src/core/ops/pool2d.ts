/**
 * Pooling: a window slides over every channel by itself and keeps its largest value (`maxPool2d`) or its mean
 * (`avgPool2d`). Padding never wins, and never counts. Going back, a maximum hands its gradient to the one cell that won
 * (the first in row order), a mean shares it out equally (Goodfellow, Bengio, Courville: Deep Learning, 9.3).
 */
import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape, Tensor64, Term } from '../graph/types';
import { avgPool2d } from './emit';
import { isShort, largestTerms, restOf, writeSum } from './sums';
import { type ExplainContext, GraphError, type NodeSink, type OpDefinition, term } from './types';
import { scatterCode, sizeTex, tuple, windowsCode } from './whole';
import { axesOf, forEachTap, insideCells, type Pair, type WindowAttrs, type WindowAxis, windowsOver } from './window';

export interface PoolAttrs extends WindowAttrs {
  size: Pair;
}
export interface PoolGradientAttrs extends PoolAttrs {
  inputShape: Shape;
}

const attrsOf = (node: Pick<GraphNode, 'attrs'>) => node.attrs as unknown as PoolGradientAttrs;
const axesFor = (image: Shape, node: Pick<GraphNode, 'attrs'>) => axesOf(image, attrsOf(node).size, attrsOf(node));

function shapeRule([image]: Shape[], attrs: GraphNode['attrs']): Shape {
  if (image.length !== 4) throw new GraphError('poolRank', { image: `[${image}]` });
  const [rows, columns] = axesFor(image, { attrs });
  if (rows.positions < 1 || columns.positions < 1) {
    throw new GraphError('windowTooLarge', { image: `[${image}]`, window: `[${attrsOf({ attrs }).size}]` });
  }
  return [image[0], rows.positions, columns.positions, image[3]];
}

/** For every output element the input element that won: the first largest, or the first that is no number. */
export function winners({ data, shape }: Tensor64, node: Pick<GraphNode, 'attrs' | 'shape'>, size: number): Int32Array {
  const channels = shape[3];
  const best = new Int32Array(size).fill(-1);
  forEachTap(shape[0], axesFor(shape, node), (pixel, output) => {
    for (let c = 0; c < channels; c++) {
      const from = pixel * channels + c;
      const held = best[output * channels + c];
      if (held >= 0 && Number.isNaN(data[held])) continue;
      if (held < 0 || data[from] > data[held] || Number.isNaN(data[from])) best[output * channels + c] = from;
    }
  });
  return best;
}

/** Elements of the window that makes one output element, inside the image, in row order. */
function membersOf(image: Shape, axes: readonly [WindowAxis, WindowAxis], [n, row, column, c]: readonly number[]) {
  const elements: number[] = [];
  for (const y of insideCells(axes[0], row)) {
    for (const x of insideCells(axes[1], column)) elements.push(elementAt(image, [n, y.at, x.at, c]));
  }
  return elements;
}

/** The one of some elements that won. */
function winnerOf(data: Float64Array, elements: readonly number[]): number {
  const undefinedAt = elements.find((i) => Number.isNaN(data[i]));
  return undefinedAt ?? elements.reduce((best, i) => (data[i] > data[best] ? i : best));
}

/** The windows that see an element of the image, as output elements. */
function outputsOver(node: GraphNode, image: Shape, output: Shape, element: number): number[] {
  const [n, row, column, c] = positionOf(image, element);
  const [rows, columns] = axesFor(image, node);
  return windowsOver(rows, row).flatMap((y) =>
    windowsOver(columns, column).map((x) => elementAt(output, [n, y.position, x.position, c])),
  );
}

/** The size of a window, and how it moves where windows overlap or leave gaps: `2 \\times 2`. */
function windowTex(node: Pick<GraphNode, 'attrs'>): string {
  const { size, strides } = attrsOf(node);
  const apart = strides.every((stride, i) => stride === size[i]);
  return `${sizeTex(size)}${apart ? '' : `,\\, s = ${strides[0] === strides[1] ? strides[0] : sizeTex(strides)}`}`;
}

export const maxPool2dOp: OpDefinition = {
  name: 'maxPool2d',
  shape: shapeRule,
  vjp: (sink, node, upstream) => sink.emit('maxPool2dGradient', [upstream, node.inputs[0]], { ...attrsOf(node) }),
  evaluate: ([image], node) =>
    Float64Array.from(winners(image, node, sizeOf(node.shape)), (i) =>
      i < 0 ? Number.NEGATIVE_INFINITY : image.data[i],
    ),
  explain(context) {
    const { node, inputs, element, symbol, number } = context;
    const [{ node: source, tensor }] = inputs;
    const members = membersOf(tensor.shape, axesFor(tensor.shape, node), positionOf(node.shape, element));
    const winner = winnerOf(tensor.data, members);
    const few = members.length <= 9;
    const listed = (write: (i: number) => string) =>
      `\\max\\left(${few ? members.map(write).join(', ') : `${write(members[0])}, \\ldots, ${write(members[members.length - 1])}`}\\right)`;
    const factor = { node: source.id, element: winner, value: tensor.data[winner] };
    return {
      kind: 'select',
      symbols: `${listed((i) => symbol(source, i))} = ${symbol(source, winner)}`,
      numbers: `${listed((i) => number(tensor.data[i], { node: source.id, element: i }))} = ${number(factor.value, factor)}`,
      terms: [{ factors: [factor], value: factor.value }],
      chain: null,
    };
  },
  whole: {
    matrix: ({ node, symbols: [a] }) => `\\max\\nolimits_{${windowTex(node)}} ${a}`,
    code: ({ node, names: [a], out }) => [
      `windows = ${windowsCode(a, attrsOf(node).size, attrsOf(node), '-np.inf')}`,
      `${out} = windows.max(axis=(-2, -1))`,
    ],
  },
};

/** A gradient collected from several windows: one term and one path each. */
function explainCollected(
  context: ExplainContext,
  paths: { element: number; local: number; localSymbols: string }[],
  nothing: string,
): ReturnType<OpDefinition['explain']> {
  const { inputs, symbol, number } = context;
  const [{ node: upstream, tensor }] = inputs;
  const terms: Term[] = paths.map(({ element, local }) => {
    const factor = { node: upstream.id, element, value: tensor.data[element] };
    return { factors: [factor], value: factor.value * local };
  });
  const given = paths.filter(({ local }) => local !== 0);
  const values = given.map(({ element, local }) => ({ value: tensor.data[element] * local }));
  const { shown, rest } = isShort(given.length) ? { shown: given.map((_, i) => i), rest: 0 } : largestTerms(values);
  const write = (part: (path: (typeof paths)[number]) => string, others: string) => {
    const written = shown.map((i) => {
      const path = given[i];
      return path.local === 1 ? part(path) : `${part(path)} \\cdot ${path.localSymbols}`;
    });
    return [...written, ...(shown.length < given.length ? [others] : [])].join(' + ') || nothing;
  };
  const left = given.length - shown.length;
  const numberOf = (element: number, first: boolean) => {
    const text = number(tensor.data[element], { node: upstream.id, element });
    return tensor.data[element] < 0 && !first ? `(${text})` : text;
  };
  return {
    kind: 'sumOfProducts',
    symbols: write(({ element }) => symbol(upstream, element), `\\underbrace{\\cdots}_{${left}}`),
    numbers: write((path) => numberOf(path.element, path === given[shown[0]]), restOf(context, left, rest)),
    terms,
    chain: paths.map(({ local, localSymbols }, i) => ({
      upstream: terms[i].factors[0],
      local,
      localSymbols,
      localNumbers: localSymbols,
    })),
  };
}

/** Inputs: upstream (pooled shape), the image. */
export const maxPool2dGradientOp: OpDefinition = {
  name: 'maxPool2dGradient',
  shape: ([, image]) => image,
  vjp: () => null,
  evaluate([upstream, image], node) {
    const out = new Float64Array(image.data.length);
    winners(image, node, upstream.data.length).forEach((winner, i) => {
      if (winner >= 0) out[winner] += upstream.data[i];
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element } = context;
    const [{ tensor: upstream }, { tensor: image }] = inputs;
    const axes = axesFor(image.shape, node);
    const paths = outputsOver(node, image.shape, upstream.shape, element).map((output) => {
      const members = membersOf(image.shape, axes, positionOf(upstream.shape, output));
      const local = winnerOf(image.data, members) === element ? 1 : 0;
      return { element: output, local, localSymbols: String(local) };
    });
    return explainCollected(context, paths, '0');
  },
  whole: {
    matrix: ({ node, symbols: [g, a] }) =>
      `${g} \\odot \\left[ ${a} = \\max\\nolimits_{${windowTex(node)}} ${a} \\right]`,
    code({ node, names: [g, a], out }) {
      const { size, strides, dilations, padding } = attrsOf(node);
      const place = (axis: 0 | 1, window: string, cell: string) => {
        const start = strides[axis] === 1 ? window : `${strides[axis]} * ${window}`;
        const inside = dilations[axis] === 1 ? cell : `${dilations[axis]} * ${cell}`;
        const before = padding[axis][0];
        return `${start} + ${inside}${before === 0 ? '' : ` - ${before}`}`;
      };
      return [
        `windows = ${windowsCode(a, size, attrsOf(node), '-np.inf')}`,
        `${out} = np.zeros(${tuple(node.shape)})`,
        `for n, r, s, c in np.ndindex(${g}.shape):`,
        `    i, j = np.unravel_index(windows[n, r, s, c].argmax(), ${tuple(size)})`,
        `    ${out}[n, ${place(0, 'r', 'i')}, ${place(1, 's', 'j')}, c] += ${g}[n, r, s, c]`,
      ];
    },
  },
};

/** How many cells of each window lie inside the image. */
function counts(image: Shape, node: Pick<GraphNode, 'attrs'>): Float64Array {
  const [rows, columns] = axesFor(image, node);
  const across = Array.from({ length: columns.positions }, (_, x) => insideCells(columns, x).length);
  return Float64Array.from(
    Array.from({ length: rows.positions }, (_, y) => insideCells(rows, y).length).flatMap((n) =>
      across.map((m) => n * m),
    ),
  );
}

export const avgPool2dOp: OpDefinition = {
  name: 'avgPool2d',
  shape: shapeRule,
  vjp: (sink: NodeSink, node, upstream) =>
    sink.emit('avgPool2dGradient', [upstream], { ...attrsOf(node), inputShape: sink.node(node.inputs[0]).shape }),
  evaluate([image], node) {
    const channels = image.shape[3];
    const out = new Float64Array(sizeOf(node.shape));
    forEachTap(image.shape[0], axesFor(image.shape, node), (pixel, output) => {
      for (let c = 0; c < channels; c++) out[output * channels + c] += image.data[pixel * channels + c];
    });
    const inside = counts(image.shape, node);
    return out.map((sum, i) => sum / inside[Math.floor(i / channels) % inside.length]);
  },
  explain(context) {
    const { node, inputs, element } = context;
    const [{ node: source, tensor }] = inputs;
    const members = membersOf(tensor.shape, axesFor(tensor.shape, node), positionOf(node.shape, element));
    const terms = members.map((i) => term([{ node: source.id, element: i, value: tensor.data[i] }]));
    const general = `\\sum_{k=1}^{${terms.length}} ${source.symbol}_{k}`;
    const sum = writeSum(context, terms, general);
    const mean = (text: string) => `\\frac{1}{${terms.length}}\\left(${text}\\right)`;
    const share = `\\frac{1}{${terms.length}}`;
    const chain =
      node.phase === 'backward'
        ? terms.map((t) => ({
            upstream: t.factors[0],
            local: 1 / terms.length,
            localSymbols: share,
            localNumbers: share,
          }))
        : null;
    return { kind: 'sum', symbols: mean(sum.symbols), numbers: mean(sum.numbers), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [a] }) => `\\operatorname{mean}_{${windowTex(node)}} ${a}`,
    code: ({ node, names: [a], out }) => [
      // Padding does not count.
      `windows = ${windowsCode(a, attrsOf(node).size, attrsOf(node), 'np.nan')}`,
      `${out} = np.nanmean(windows, axis=(-2, -1))`,
    ],
  },
};

/** Input: upstream (pooled shape). */
export const avgPool2dGradientOp: OpDefinition = {
  name: 'avgPool2dGradient',
  shape: (_inputs, attrs) => attrsOf({ attrs }).inputShape,
  vjp(sink, node, upstream) {
    const { size, strides, dilations, padding } = attrsOf(node);
    return avgPool2d(sink, upstream, { size, strides, dilations, padding });
  },
  evaluate([upstream], node) {
    const shape = attrsOf(node).inputShape;
    const channels = shape[3];
    const inside = counts(shape, node);
    const out = new Float64Array(sizeOf(shape));
    forEachTap(shape[0], axesFor(shape, node), (pixel, output) => {
      const count = inside[output % inside.length];
      for (let c = 0; c < channels; c++) out[pixel * channels + c] += upstream.data[output * channels + c] / count;
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element } = context;
    const shape = attrsOf(node).inputShape;
    const inside = counts(shape, node);
    const paths = outputsOver(node, shape, inputs[0].tensor.shape, element).map((output) => {
      const count = inside[Math.floor(output / shape[3]) % inside.length];
      return { element: output, local: 1 / count, localSymbols: count === 1 ? '1' : `\\frac{1}{${count}}` };
    });
    return explainCollected(context, paths, '0');
  },
  whole: {
    matrix: ({ node, symbols: [g] }) => `\\operatorname{mean}_{${windowTex(node)}}^{\\top} ${g}`,
    code(context) {
      const { node, names } = context;
      const { size, ...attrs } = attrsOf(node);
      const ones = windowsCode(`np.ones(${tuple(node.shape)})`, size, attrs);
      const scatter = scatterCode(context, { image: node.shape, size, attrs, add: `${names[0]} / count` });
      return [`count = ${ones}.sum(axis=(-2, -1))`, ...scatter];
    },
  },
};
