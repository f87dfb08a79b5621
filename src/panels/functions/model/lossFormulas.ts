/**
 * How a loss came about at one place, node by node as the interpreter explains it; and the derivative of its last
 * expression, the one the graph's gradient is made of.
 */
import { differentiate, simplify, toLatex } from '@/core/expr';
import type { ElementwiseAttrs, Graph, GraphNode } from '@/core/graph/types';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import type { FormulaLine } from '../parts/Formulas';
import { type LossSetup, lossesOf, lossGraph } from './losses';
import { throughActivation } from './vectors';

const SYMBOLS = { input: '\\hat{y}', logit: 'z' } as const;

/** Nodes of the loss in order, without what only moves numbers and, for one sample, the mean over it. */
function steps(graph: Graph): GraphNode[] {
  const last = graph.nodes[graph.loss!];
  const own = graph.nodes.filter(({ phase, role }) => phase === 'loss' && role === null);
  const only = own.filter(({ op, id }) => !['reshape', 'broadcastTo'].includes(op) && id !== last.id);
  return only.length > 0 ? only : [last];
}

/** How the slope by the prediction is written, when the loss is one expression of it. */
function slopeLine(graph: Graph, values: readonly Float64Array[], value: number, letter: string): FormulaLine | null {
  const elementwise = steps(graph).filter(({ op }) => op === 'elementwise');
  const last = elementwise[elementwise.length - 1];
  if (last?.shape.reduce((a, b) => a * b, 1) !== 1) return null;
  const { expr, stable, args, constants, gradients } = last.attrs as unknown as ElementwiseAttrs;
  const from = last.inputs.findIndex((id) => {
    const node = graph.nodes[id];
    return id === graph.input || (node.inputs.includes(graph.input) && node.name.endsWith('clip'));
  });
  if (from < 0) return null;
  const arg = args[from];
  const slope = gradients?.[arg] ?? simplify(differentiate(stable ?? expr, arg));
  const symbols = Object.fromEntries(
    args.map((name, i) => [name, i === from ? letter : graph.nodes[last.inputs[i]].symbol]),
  );
  const numbers = Object.fromEntries(args.map((name, i) => [name, values[last.inputs[i]][0]]));
  return {
    left: `\\frac{\\partial L}{\\partial ${letter}}`,
    symbols: toLatex(slope, { symbols }),
    numbers: toLatex(slope, { values: { ...constants, ...numbers } }),
    value,
  };
}

/** Formulas with letters and numbers for one sample; `logit` where the loss takes the logit itself. */
export function lossFormulas(setup: LossSetup, input: readonly number[], target: readonly number[]): FormulaLine[] {
  const { spec, size, head, kind } = setup;
  const built = lossGraph(spec, 1, size);
  const letter = spec.fromLogits === true ? SYMBOLS.logit : SYMBOLS.input;
  const graph: Graph = {
    ...built,
    nodes: built.nodes.map((node) => {
      if (node.id === built.input) return { ...node, symbol: letter };
      return node.name.endsWith('clip') ? { ...node, symbol: letter } : node;
    }),
  };
  const moved = Float64Array.from(input);
  const prediction = head ? throughActivation(head, moved, size, new Float64Array(size)).output : moved;
  const wanted = graph.nodes[graph.target!].shape.length < 2 ? [target.indexOf(Math.max(...target))] : [...target];
  const trace = interpret(
    graph,
    new Map([
      ['input', prediction],
      ['target', Float64Array.from(wanted)],
    ]),
  );
  // The index of the only output says nothing.
  const plain = (tex: string) => (size === 1 ? tex.replaceAll('_{1}', '') : tex);
  const lines: FormulaLine[] = steps(graph)
    .filter((node) => !node.name.endsWith('clip'))
    .slice(-6)
    .flatMap((node) => {
      const many = Math.min(trace.values[node.id].length, CELLS);
      return Array.from({ length: many }, (_, element) => {
        const { left, symbols, numbers, value } = explain(trace, node.id, element);
        const whole = size === 1 && node.id === graph.nodes[graph.loss!].inputs[0];
        return { left: whole ? 'L' : plain(left), symbols: plain(symbols), numbers, value };
      });
    });
  const { gradient } = lossesOf({ kind, spec, head: null, size }, prediction, Float64Array.from(target));
  const slope = size === 1 ? slopeLine(graph, trace.values, gradient[0], letter) : null;
  const front: FormulaLine[] = head
    ? Array.from(prediction, (value, i) => ({
        left: size === 1 ? SYMBOLS.input : `${SYMBOLS.input}_{${i + 1}}`,
        symbols: head === 'sigmoid' ? '\\sigma(z)' : `\\operatorname{softmax}(z)_{${i + 1}}`,
        numbers:
          head === 'sigmoid'
            ? `\\sigma(${moved[0]})`
            : `\\operatorname{softmax}(${Array.from(moved).join(',\\,')})_{${i + 1}}`,
        value,
      }))
    : [];
  return [...front, ...lines, ...(slope ? [slope] : [])];
}

/** Elements of a vector that are written out. */
const CELLS = 3;
