/**
 * `reduceSum`, `reduceMean`, `reduceMax`: over some axes, kept with size 1 or dropped. The maximum's gradient goes to
 * the first largest element in row order, as max pooling's does.
 */

import { elementAt, positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape, Tensor64 } from '../graph/types';
import { writeSum } from './sums';
import { type ExplainContext, GraphError, type NodeSink, type OpDefinition, term, type WholeContext } from './types';
import { assigned, axisArgument, sumOverAxes, tuple } from './whole';

interface ReduceAttrs {
  axes: number[];
  keepDims: boolean;
}

const attrsOf = (attrs: Readonly<Record<string, unknown>>) => attrs as unknown as ReduceAttrs;

/** Shape with the reduced axes kept as 1. */
function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
}

function shapeRule([a]: Shape[], attrs: Readonly<Record<string, unknown>>): Shape {
  const { axes, keepDims } = attrsOf(attrs);
  if (axes.some((axis) => axis < 0 || axis >= a.length)) {
    throw new GraphError('reduceAxes', { shape: `[${a}]`, axes: `[${axes}]` });
  }
  return keepDims ? keptShape(a, axes) : a.filter((_, axis) => !axes.includes(axis));
}

/** For every input element in row order, the output element it is reduced into. */
function groups(shape: Shape, axes: readonly number[]): Uint32Array {
  const kept = keptShape(shape, axes);
  const out = new Uint32Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) {
    const position = positionOf(shape, i).map((p, axis) => (kept[axis] === 1 ? 0 : p));
    out[i] = elementAt(kept, position);
  }
  return out;
}

function evaluateSum([a]: Tensor64[], node: GraphNode): Float64Array {
  const { axes } = attrsOf(node.attrs);
  const out = new Float64Array(sizeOf(node.shape));
  if (out.length === 1) {
    let sum = 0;
    for (const value of a.data) sum += value;
    out[0] = sum;
    return out;
  }
  const group = groups(a.shape, axes);
  for (let i = 0; i < group.length; i++) out[group[i]] += a.data[i];
  return out;
}

/** Input elements that went into one output element. */
function members(shape: Shape, axes: readonly number[], element: number): number[] {
  const group = groups(shape, axes);
  const list: number[] = [];
  for (let i = 0; i < group.length; i++) if (group[i] === element) list.push(i);
  return list;
}

/** Emits the gradient of a sum (`count` 1) or a mean: each element's share of its group's gradient. */
function spreadBack(sink: NodeSink, upstream: number, node: GraphNode, count: number): number {
  const { shape } = sink.node(node.inputs[0]);
  return sink.emit('spread', [upstream], { shape, axes: attrsOf(node.attrs).axes, count });
}

/** Letters of the indices that are summed over: k for one, else one for each axis. */
const LETTERS = ['n', 'i', 'j', 'k'];

/** The sum with letters along the reduced axes: `\\sum_{i=1}^{2} \\sum_{j=1}^{3} x_{i,j,1}`. */
function generalSum({ node, inputs, element, symbolAt }: ExplainContext): string {
  const source = inputs[0].node;
  const { axes } = attrsOf(node.attrs);
  const kept = positionOf(keptShape(source.shape, axes), element);
  const summed = source.shape.flatMap((n, axis) => (axes.includes(axis) && n > 1 ? [axis] : []));
  const letter = (axis: number) => (summed.length === 1 ? 'k' : (LETTERS[axis] ?? 'k'));
  const sums = summed.map((axis) => `\\sum_{${letter(axis)}=1}^{${source.shape[axis]}}`).join(' ');
  const summand = symbolAt(
    source,
    kept.map((p, axis) => (summed.includes(axis) ? letter(axis) : p)),
  );
  return `${sums} ${summand}`;
}

function explainSum(context: ExplainContext, factor: string | null): ReturnType<OpDefinition['explain']> {
  const { node, inputs, element } = context;
  const [{ node: source, tensor }] = inputs;
  const elements = members(source.shape, attrsOf(node.attrs).axes, element);
  const terms = elements.map((i) => term([{ node: source.id, element: i, value: tensor.data[i] }]));
  const sum = writeSum(context, terms, generalSum(context));
  const wrap = (text: string) => {
    if (factor === null) return text;
    return terms.length === 1 ? `${factor} \\cdot ${text}` : `${factor}\\left(${text}\\right)`;
  };
  // A gradient summed over repetitions (a bias over the batch): every path has local derivative 1.
  const chain =
    node.phase === 'backward'
      ? terms.map((t) => ({ upstream: t.factors[0], local: 1, localSymbols: '1', localNumbers: '1' }))
      : null;
  return { kind: 'sum', symbols: wrap(sum.symbols), numbers: wrap(sum.numbers), terms, chain };
}

/** A row of ones adds up rows, a column of ones columns; over other axes the sum is written as such. */
function wholeSum({ node, inputs, symbols: [a] }: WholeContext): string {
  const { axes } = attrsOf(node.attrs);
  const { shape } = inputs[0];
  const summed = axes.filter((axis) => shape[axis] > 1);
  if (summed.length === 0) return a;
  if (shape.length === 2 && summed.length === 1) {
    return summed[0] === 0 ? `\\mathbf{1}^{\\top} ${a}` : `${a} \\, \\mathbf{1}`;
  }
  return sumOverAxes(a, shape.length, axes);
}

const reduceCode = (context: WholeContext, method: 'sum' | 'mean' | 'max') => {
  const { axes, keepDims } = attrsOf(context.node.attrs);
  return assigned(
    context,
    `${context.names[0]}.${method}(${axisArgument(context.inputs[0].shape.length, axes, keepDims)})`,
  );
};

export const reduceSumOp: OpDefinition = {
  name: 'reduceSum',
  shape: shapeRule,
  vjp: (sink, node, upstream) => spreadBack(sink, upstream, node, 1),
  evaluate: evaluateSum,
  explain: (context) => explainSum(context, null),
  whole: {
    matrix: (context) => wholeSum(context),
    code: (context) => reduceCode(context, 'sum'),
  },
};

const countOf = (sink: { node(id: number): GraphNode }, node: GraphNode) =>
  sizeOf(sink.node(node.inputs[0]).shape) / sizeOf(node.shape);

export const reduceMeanOp: OpDefinition = {
  name: 'reduceMean',
  shape: shapeRule,
  vjp: (sink, node, upstream) => spreadBack(sink, upstream, node, countOf(sink, node)),
  evaluate(inputs, node) {
    const out = evaluateSum(inputs, node);
    const count = inputs[0].data.length / out.length;
    for (let i = 0; i < out.length; i++) out[i] /= count;
    return out;
  },
  explain(context) {
    const count = sizeOf(context.inputs[0].node.shape) / sizeOf(context.node.shape);
    const explanation = explainSum(context, count === 1 ? null : `\\frac{1}{${count}}`);
    return explanation;
  },
  whole: {
    matrix(context) {
      const count = sizeOf(context.inputs[0].shape) / sizeOf(context.node.shape);
      return count === 1 ? wholeSum(context) : `\\frac{1}{${count}} ${wholeSum(context)}`;
    },
    code: (context) => reduceCode(context, 'mean'),
  },
};

/** First largest member of each group. */
function argMax({ data, shape }: Tensor64, axes: readonly number[], size: number): Int32Array {
  const group = groups(shape, axes);
  const best = new Int32Array(size).fill(-1);
  for (let i = 0; i < group.length; i++) {
    const at = best[group[i]];
    if (at < 0 || data[i] > data[at] || Number.isNaN(data[i])) best[group[i]] = i;
  }
  return best;
}

export const reduceMaxOp: OpDefinition = {
  name: 'reduceMax',
  shape: shapeRule,
  vjp: (sink, node, upstream) =>
    sink.emit('reduceMaxGradient', [upstream, node.inputs[0]], { axes: attrsOf(node.attrs).axes }),
  evaluate: ([a], node) => Float64Array.from(argMax(a, attrsOf(node.attrs).axes, sizeOf(node.shape)), (i) => a.data[i]),
  explain(context) {
    const { node, inputs, element, output, number } = context;
    const [{ node: source, tensor }] = inputs;
    const axes = attrsOf(node.attrs).axes;
    const winner = argMax(tensor, axes, output.length)[element];
    const factor = { node: source.id, element: winner, value: tensor.data[winner] };
    return {
      kind: 'select',
      symbols: `\\max_{k} ${source.symbol}_{k} = ${context.symbol(source, winner)}`,
      numbers: number(factor.value, factor),
      terms: [{ factors: [factor], value: factor.value }],
      chain: null,
    };
  },
  whole: {
    matrix: ({ node, inputs, symbols }) =>
      sumOverAxes(symbols[0], inputs[0].shape.length, attrsOf(node.attrs).axes, '\\max'),
    code: (context) => reduceCode(context, 'max'),
  },
};

/** Inputs: upstream (reduced shape), the reduced array. Routes each gradient to the winner; elsewhere 0. */
export const reduceMaxGradientOp: OpDefinition = {
  name: 'reduceMaxGradient',
  shape: ([, source]) => source,
  vjp: () => null,
  evaluate([upstream, source], node) {
    const out = new Float64Array(source.data.length);
    argMax(source, attrsOf(node.attrs).axes, upstream.data.length).forEach((winner, i) => {
      out[winner] = upstream.data[i];
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element } = context;
    const [upstream, source] = inputs;
    const axes = attrsOf(node.attrs).axes;
    const group = groups(source.tensor.shape, axes)[element];
    const wins = argMax(source.tensor, axes, upstream.tensor.data.length)[group] === element;
    const factor = { node: upstream.node.id, element: group, value: upstream.tensor.data[group] };
    const local = wins ? 1 : 0;
    return {
      kind: 'select',
      symbols: wins ? context.symbol(upstream.node, group) : '0',
      numbers: wins ? context.number(factor.value, factor) : '0',
      terms: [{ factors: [factor], value: local * factor.value }],
      chain: [{ upstream: factor, local, localSymbols: String(local), localNumbers: String(local) }],
    };
  },
  whole: {
    matrix({ node, inputs, symbols: [g, a] }) {
      const best = sumOverAxes(a, inputs[1].shape.length, attrsOf(node.attrs).axes, '\\max');
      return `${g} \\odot \\left[ ${a} = ${best} \\right]`;
    },
    code({ out, node, inputs, names: [g, a] }) {
      // The reduced axes lie side by side: seen as one, the first winner is found by argmax.
      const { axes } = attrsOf(node.attrs);
      const { shape } = inputs[1];
      const product = (from: number, to: number) => sizeOf(shape.slice(from, to));
      const [first, last] = [Math.min(...axes), Math.max(...axes) + 1];
      const flat = [product(0, first), product(first, last), product(last, shape.length)];
      return [
        `flat = ${a}.reshape${tuple(flat)}`,
        `${out} = np.zeros(${tuple(flat)})`,
        `np.put_along_axis(${out}, flat.argmax(axis=1, keepdims=True), ${g}.reshape(${flat[0]}, 1, ${flat[2]}), axis=1)`,
        `${out} = ${out}.reshape${tuple(shape)}`,
      ];
    },
  },
};
