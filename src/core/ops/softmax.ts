/**
 * `softmax` and `logSoftmax` along the last axis, and their gradients as operations of their own, so that each number
 * of a gradient is explained as upstream × local summed over all outputs (Goodfellow, Bengio, Courville: Deep
 * Learning, 4.1 and 6.2.2.3). The largest logit is subtracted first: the values are the same, and nothing overflows.
 */
import { positionOf } from '../graph/shape';
import type { GraphNode, Shape, Tensor64 } from '../graph/types';
import { largestTerms, restOf, sumOfNumbers } from './sums';
import { type ExplainContext, GraphError, type OpDefinition } from './types';
import { assigned, indexedBy, lettersOf } from './whole';

function lastAxis([a]: Shape[]): Shape {
  if (a.length === 0) throw new GraphError('softmaxScalar');
  return a;
}

/** Calls `row` with the bounds of every row along the last axis. */
function eachRow({ shape, data }: Tensor64, row: (first: number, end: number) => void): void {
  const n = shape[shape.length - 1];
  for (let first = 0; first < data.length; first += n) row(first, first + n);
}

/** max + log Σ exp(x − max) of a row. */
function logSumExp(data: Float64Array, first: number, end: number): number {
  let max = -Infinity;
  for (let i = first; i < end; i++) max = data[i] > max || Number.isNaN(data[i]) ? data[i] : max;
  if (max === -Infinity) return max;
  let sum = 0;
  for (let i = first; i < end; i++) sum += Math.exp(data[i] - max);
  return max + Math.log(sum);
}

function evaluateRows(input: Tensor64, value: (x: number, total: number) => number): Float64Array {
  const out = new Float64Array(input.data.length);
  eachRow(input, (first, end) => {
    const total = logSumExp(input.data, first, end);
    for (let i = first; i < end; i++) out[i] = value(input.data[i], total);
  });
  return out;
}

/** The position of an element with `k` for its place in the row. */
function inRow(node: GraphNode, element: number): (number | string)[] {
  return [...positionOf(node.shape, element).slice(0, -1), 'k'];
}

function explainRow(context: ExplainContext, log: boolean): ReturnType<OpDefinition['explain']> {
  const { inputs, element, number } = context;
  const [{ node: source, tensor }] = inputs;
  const n = tensor.shape[tensor.shape.length - 1];
  const first = element - (element % n);
  const elements = Array.from({ length: n }, (_, i) => first + i);
  const own = context.symbol(source, element);
  const at = (i: number) => ({ node: source.id, element: i });
  const sum =
    n <= 4
      ? elements.map((i) => `e^{${context.symbol(source, i)}}`).join(' + ')
      : `\\sum_{k=1}^{${n}} e^{${context.symbolAt(source, inRow(source, element))}}`;
  const terms = elements.map((i) => ({ value: Math.exp(tensor.data[i]) }));
  const { shown, rest } = n <= 4 ? { shown: elements.map((_, i) => i), rest: 0 } : largestTerms(terms);
  const written = shown.map((i) => `e^{${number(tensor.data[first + i], at(first + i))}}`);
  const others = shown.length < n ? ` + ${restOf(context, n - shown.length, rest)}` : '';
  const sumNumbers = `${written.join(' + ')}${others}`;
  const x = number(tensor.data[element], at(element));
  return {
    kind: 'softmax',
    symbols: log ? `${own} - \\ln\\left(${sum}\\right)` : `\\frac{e^{${own}}}{${sum}}`,
    numbers: log ? `${x} - \\ln\\left(${sumNumbers}\\right)` : `\\frac{e^{${x}}}{${sumNumbers}}`,
    terms: elements.map((i) => ({
      factors: [{ node: source.id, element: i, value: tensor.data[i] }],
      value: tensor.data[i],
    })),
    chain: null,
  };
}

/** The sum along the last axis, of each row by itself. */
function alongRow(tex: string, { shape }: GraphNode): string {
  const letters = [...lettersOf(shape.length).slice(0, -1), 'k'];
  return `\\sum_{k} ${indexedBy(tex, letters)}`;
}

export const softmaxOp: OpDefinition = {
  name: 'softmax',
  shape: lastAxis,
  vjp: (sink, node, upstream) => sink.emit('softmaxGradient', [upstream, node.id]),
  evaluate: ([a]) => evaluateRows(a, (x, total) => Math.exp(x - total)),
  explain: (context) => explainRow(context, false),
  whole: {
    matrix: ({ inputs, symbols: [z] }) =>
      `\\operatorname{softmax}(${z}) = \\frac{e^{${z}}}{${alongRow(`e^{${z}}`, inputs[0])}}`,
    code: ({ out, names: [z] }) => [
      `e = np.exp(${z} - ${z}.max(axis=-1, keepdims=True))`,
      `${out} = e / e.sum(axis=-1, keepdims=True)`,
    ],
  },
};

export const logSoftmaxOp: OpDefinition = {
  name: 'logSoftmax',
  shape: lastAxis,
  vjp: (sink, node, upstream) => sink.emit('logSoftmaxGradient', [upstream, node.id]),
  evaluate: ([a]) => evaluateRows(a, (x, total) => x - total),
  explain: (context) => explainRow(context, true),
  whole: {
    matrix: ({ inputs, symbols: [z] }) => `${z} - \\ln ${alongRow(`e^{${z}}`, inputs[0])}`,
    code: ({ out, names: [z] }) => [
      `shifted = ${z} - ${z}.max(axis=-1, keepdims=True)`,
      `${out} = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))`,
    ],
  },
};

/** Explains ∂L/∂z_j = Σ_i upstream_i · local(i, j) for the row of `element`. */
function explainPaths(
  context: ExplainContext,
  local: (i: number, j: number, y: Float64Array) => number,
  write: (i: number, j: number, symbol: (element: number) => string) => string,
  /** The local derivative for any output k. */
  writeAny: (atK: string, own: string, same: string) => string,
): ReturnType<OpDefinition['explain']> {
  const { inputs, element, node, number } = context;
  const [upstream, y] = inputs;
  const n = node.shape[node.shape.length - 1];
  const first = element - (element % n);
  const paths = Array.from({ length: n }, (_, k) => {
    const i = first + k;
    return {
      upstream: { node: upstream.node.id, element: i, value: upstream.tensor.data[i] },
      local: local(i, element, y.tensor.data),
      localSymbols: write(i, element, (e) => context.symbol(y.node, e)),
      localNumbers: write(i, element, (e) => number(y.tensor.data[e], { node: y.node.id, element: e })),
    };
  });
  const terms = paths.map((p) => ({ factors: [p.upstream], value: p.upstream.value * p.local }));
  // Written as products of two numbers: upstream and the local derivative.
  const products = paths.map((p) => ({
    factors: [p.upstream, { value: p.local }],
    value: p.upstream.value * p.local,
  }));
  const place = inRow(node, element);
  const any = writeAny(context.symbolAt(y.node, place), context.symbol(y.node, element), `[k = ${(element % n) + 1}]`);
  const general = `\\sum_{k=1}^{${n}} ${context.symbolAt(upstream.node, place)} \\cdot ${any}`;
  const symbols =
    n <= 4
      ? paths.map((p) => `${context.symbol(upstream.node, p.upstream.element)} \\cdot ${p.localSymbols}`).join(' + ')
      : general;
  return { kind: 'sumOfProducts', symbols, numbers: sumOfNumbers(context, products), terms, chain: paths };
}

function gradientShape([upstream, y]: Shape[]): Shape {
  if (upstream.length !== y.length) throw new GraphError('gradientShape', { a: `[${upstream}]`, b: `[${y}]` });
  return y;
}

function evaluateGradient(
  [upstream, y]: Tensor64[],
  weight: (g: number, y: number) => number,
  value: (g: number, y: number, total: number) => number,
): Float64Array {
  const out = new Float64Array(y.data.length);
  eachRow(y, (first, end) => {
    let total = 0;
    for (let i = first; i < end; i++) total += weight(upstream.data[i], y.data[i]);
    for (let i = first; i < end; i++) out[i] = value(upstream.data[i], y.data[i], total);
  });
  return out;
}

/** Inputs: upstream, softmax's output y. y_j (g_j − Σ_i g_i y_i). */
export const softmaxGradientOp: OpDefinition = {
  name: 'softmaxGradient',
  shape: gradientShape,
  vjp: () => null,
  evaluate: (inputs: Tensor64[], _node: GraphNode) =>
    evaluateGradient(
      inputs,
      (g, y) => g * y,
      (g, y, total) => y * (g - total),
    ),
  explain: (context) =>
    explainPaths(
      context,
      (i, j, y) => y[i] * ((i === j ? 1 : 0) - y[j]),
      (i, j, at) => `${at(i)}\\left(${i === j ? 1 : 0} - ${at(j)}\\right)`,
      (atK, own, same) => `${atK}\\left(${same} - ${own}\\right)`,
    ),
  whole: {
    matrix: ({ inputs, symbols: [g, y] }) =>
      `${y} \\odot \\left(${g} - ${alongRow(`${g} \\odot ${y}`, inputs[1])}\\right)`,
    code: (context) => {
      const [g, y] = context.names;
      return assigned(context, `${y} * (${g} - (${g} * ${y}).sum(axis=-1, keepdims=True))`);
    },
  },
};

/** Inputs: upstream, logSoftmax's output y. g_j − e^{y_j} Σ_i g_i. */
export const logSoftmaxGradientOp: OpDefinition = {
  name: 'logSoftmaxGradient',
  shape: gradientShape,
  vjp: () => null,
  evaluate: (inputs: Tensor64[], _node: GraphNode) =>
    evaluateGradient(
      inputs,
      (g) => g,
      (g, y, total) => g - Math.exp(y) * total,
    ),
  explain: (context) =>
    explainPaths(
      context,
      (i, j, y) => (i === j ? 1 : 0) - Math.exp(y[j]),
      (i, j, at) => `\\left(${i === j ? 1 : 0} - e^{${at(j)}}\\right)`,
      (_atK, own, same) => `\\left(${same} - e^{${own}}\\right)`,
    ),
  whole: {
    matrix: ({ inputs, symbols: [g, y] }) => `${g} - e^{${y}} \\odot ${alongRow(g, inputs[1])}`,
    code: (context) => {
      const [g, y] = context.names;
      return assigned(context, `${g} - np.exp(${y}) * ${g}.sum(axis=-1, keepdims=True)`);
    },
  },
};
