/**
 * `gather` picks rows of a table by their number; `scatterAdd`, its gradient, adds what arrives to the rows that were
 * picked, so that a row picked twice gets both. Indices are whole numbers held as floats; what lies outside the table
 * picks zeros, and nothing flows back from there.
 */
import { positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape, Tensor64 } from '../graph/types';
import { gather, scatterAdd } from './emit';
import { writeSum } from './sums';
import { GraphError, type OpDefinition } from './types';
import { assigned, grouped, tuple } from './whole';

/** The row an index names, or −1. */
function rowOf(index: number, rows: number): number {
  return Number.isInteger(index) && index >= 0 && index < rows ? index : -1;
}

/** Elements of one row. */
const widthOf = (table: Shape) => sizeOf(table.slice(1));

const tableShapeOf = (node: Pick<GraphNode, 'attrs'>) => node.attrs.shape as Shape;

/** Inputs: table `[rows, …]`, indices `[…]`. */
export const gatherOp: OpDefinition = {
  name: 'gather',
  shape([table, indices]) {
    if (table.length === 0) throw new GraphError('gatherRank', { shape: `[${table}]` });
    return [...indices, ...table.slice(1)];
  },
  vjp: (sink, node, upstream, index) =>
    index === 0 ? scatterAdd(sink, upstream, node.inputs[1], sink.node(node.inputs[0]).shape) : null,
  evaluate([table, indices], node) {
    const width = widthOf(table.shape);
    const out = new Float64Array(sizeOf(node.shape));
    indices.data.forEach((index, i) => {
      const row = rowOf(index, table.shape[0]);
      if (row >= 0) out.set(table.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return out;
  },
  explain({ node, inputs, element, symbol, number }) {
    const [table, indices] = inputs;
    const width = widthOf(table.tensor.shape);
    const row = rowOf(indices.tensor.data[Math.floor(element / width)], table.tensor.shape[0]);
    if (row < 0) return { kind: 'select', symbols: '0', numbers: '0', terms: [], chain: null };
    const from = row * width + (element % width);
    const factor = { node: table.node.id, element: from, value: table.tensor.data[from] };
    return {
      kind: 'select',
      symbols: symbol(table.node, from),
      numbers: number(factor.value, factor),
      terms: [{ factors: [factor], value: factor.value }],
      chain: node.phase === 'backward' ? [{ upstream: factor, local: 1, localSymbols: '1', localNumbers: '1' }] : null,
    };
  },
  whole: {
    matrix: ({ symbols: [table, indices] }) => `${grouped(table)}\\left[${indices}\\right]`,
    code: (context) => assigned(context, `${context.names[0]}[${context.names[1]}.astype(int)]`),
  },
};

function picks(indices: Tensor64, rows: number, row: number): number[] {
  return Array.from(indices.data.keys()).filter((i) => rowOf(indices.data[i], rows) === row);
}

/** Inputs: upstream `[…, …]`, indices `[…]`; attribute `shape`, the table's. */
export const scatterAddOp: OpDefinition = {
  name: 'scatterAdd',
  shape: (_inputs, attrs) => tableShapeOf({ attrs }),
  vjp: (sink, node, upstream, index) => (index === 0 ? gather(sink, upstream, node.inputs[1]) : null),
  evaluate([upstream, indices], node) {
    const shape = tableShapeOf(node);
    const width = widthOf(shape);
    const out = new Float64Array(sizeOf(shape));
    indices.data.forEach((index, i) => {
      const row = rowOf(index, shape[0]);
      if (row < 0) return;
      for (let d = 0; d < width; d++) out[row * width + d] += upstream.data[i * width + d];
    });
    return out;
  },
  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [upstream, indices] = inputs;
    const shape = tableShapeOf(node);
    const width = widthOf(shape);
    const row = Math.floor(element / width);
    const terms = picks(indices.tensor, shape[0], row).map((i) => {
      const from = i * width + (element % width);
      const factor = { node: upstream.node.id, element: from, value: upstream.tensor.data[from] };
      return { factors: [factor], value: factor.value };
    });
    const letters = indices.tensor.shape.map((_, axis) => 'ijklm'[axis]);
    const within = positionOf(shape, element).slice(1);
    const general = `\\sum_{${letters.join(',')}} ${symbolAt(upstream.node, [...letters, ...within])}`;
    return {
      kind: 'sumOfProducts',
      ...writeSum(context, terms, general),
      terms,
      chain: terms.map(({ factors: [factor] }) => ({
        upstream: factor,
        local: 1,
        localSymbols: '1',
        localNumbers: '1',
      })),
    };
  },
  whole: {
    matrix: ({ node, symbols: [g, indices] }) =>
      `\\left[ ${indices} = (0, \\ldots, ${tableShapeOf(node)[0] - 1}) \\right]^{\\top} ${g}`,
    code: ({ node, out, names: [g, indices] }) => [
      `${out} = np.zeros(${tuple(tableShapeOf(node))})`,
      `np.add.at(${out}, ${indices}.astype(int), ${g})`,
    ],
  },
};
