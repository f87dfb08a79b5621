/**
 * One update as lines to read: the gradient, what clipping makes of it, every line of the optimizer, and the new coordinate;
 * each in symbols and with numbers put in. What is read off is the graph that was run, so nothing is left out.
 */
import { formulaNumber, linkedNumber, linkedSymbol } from '@/core/expr';
import type { ElementwiseAttrs, GraphNode, Trace } from '@/core/graph/types';
import { elementSymbol, explain } from '@/core/interpreter/explain';
import type { Overlays } from '../store';

export interface NumberLine {
  node: number;
  /** `line` is one of the optimizer's own; the others come before it. `theta` is the last. */
  kind: 'gradient' | 'norm' | 'clip' | 'decay' | 'reset' | 'line' | 'theta';
  /** LaTeX, with symbols and numbers that stand for elements of nodes. */
  left: string;
  /** Null where there is nothing to compute: the gradient is given. */
  symbols: string | null;
  numbers: string | null;
  value: number;
  /** What stands for the value on the map. */
  drawn: keyof Overlays | null;
}

const PREFIX = 'update/theta/';

/** Names of lines whose values are drawn as arrows and boxes. */
const DRAWN: Readonly<Record<string, keyof Overlays>> = {
  velocity: 'velocity',
  m: 'velocity',
  mHat: 'velocity',
  v: 'box',
  vHat: 'box',
  vMax: 'box',
  u: 'box',
  accumulator: 'box',
  delta: 'step',
  theta: 'step',
};

function kindOf({ name, op, attrs, symbol }: GraphNode): NumberLine['kind'] | null {
  if (name.startsWith(PREFIX)) {
    const target = name.slice(PREFIX.length);
    if (target.endsWith('/reset')) return 'reset';
    if (target === 'theta') return 'theta';
    return attrs.definition === 'weightDecay.decayed' ? 'decay' : 'line';
  }
  if (op === 'reduceSum') return 'norm';
  // The squares that a norm adds up are read in the norm.
  return symbol === '{g^2}' ? null : 'clip';
}

/** Values are numbers for both coordinates, or one number for all. */
const elementOf = ({ shape }: GraphNode, coordinate: 0 | 1): number => (shape.length === 0 ? 0 : coordinate);

/** The squares of both coordinates, added up. */
function normOf({ graph, values }: Trace, { id }: GraphNode): Pick<NumberLine, 'symbols' | 'numbers'> {
  const squares = (write: (value: number, element: number) => string) => [...values[id]].map(write).join(' + ');
  return {
    symbols: squares((_, i) => `{${linkedSymbol(id, i, elementSymbol(graph, id, i))}}^{2}`),
    numbers: squares((value, i) => {
      const tex = linkedNumber(id, i, value, formulaNumber(value));
      return value < 0 ? `(${tex})^{2}` : `{${tex}}^{2}`;
    }),
  };
}

/** A memory that is kept, or lost: the same number, or what it begins with. */
function resetOf({ graph, values }: Trace, node: GraphNode, element: number): Partial<NumberLine> {
  const { args, constants } = node.attrs as unknown as ElementwiseAttrs;
  const of = (name: string) => node.inputs[args.indexOf(name)];
  const lost = (values[of('t')][0] - 1) % constants.n === 0;
  if (lost) return { symbols: null, numbers: null };
  const symbols = linkedSymbol(of('s'), element, elementSymbol(graph, of('s'), element));
  return { kind: 'line', symbols, numbers: symbols };
}

/**
 * The lines of a coordinate, in the order in which they are computed.
 * @param trace of a graph of `updateGraph`.
 */
export function linesOf(trace: Trace, coordinate: 0 | 1): NumberLine[] {
  const { graph, values } = trace;
  const input = graph.nodes[graph.input];
  const lines: NumberLine[] = [
    {
      node: input.id,
      kind: 'gradient',
      left: linkedSymbol(input.id, coordinate, elementSymbol(graph, input.id, coordinate)),
      symbols: null,
      numbers: null,
      value: values[input.id][coordinate],
      drawn: 'gradient',
    },
  ];
  for (const node of graph.nodes) {
    if (node.phase !== 'update' || node.role !== null) continue;
    const kind = kindOf(node);
    if (kind === null) continue;
    const element = elementOf(node, coordinate);
    const { left, symbols, numbers, value } = explain(trace, node.id, element, { linked: true });
    const target = node.name.startsWith(PREFIX) ? node.name.slice(PREFIX.length) : '';
    const square = kind === 'norm' ? graph.nodes[graph.nodes[node.inputs[0]].inputs[0]] : null;
    lines.push({
      node: node.id,
      kind,
      left,
      symbols,
      numbers,
      value,
      drawn: DRAWN[target] ?? null,
      ...(square && normOf(trace, square)),
      ...(kind === 'reset' && resetOf(trace, node, element)),
    });
  }
  return lines;
}
