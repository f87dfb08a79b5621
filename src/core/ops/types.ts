/**
 * What an operation is: a shape rule, a vector–Jacobian product that emits operations, a float64 evaluation, and an
 * explanation of single elements. Everything about whole networks (inference, gradients, traces) follows from these.
 */
import type { Explanation, GraphNode, LeafRole, Shape, Tensor64, Term } from '../graph/types';

/** What a new node is called and how it is written. All of it may be left out. */
export interface NodeOptions {
  name?: string;
  symbol?: string;
  role?: LeafRole;
  shape?: Shape;
}

/** Where operations emit nodes: the graph builder, seen from an operation. */
export interface NodeSink {
  emit(op: string, inputs: readonly number[], attrs?: Record<string, unknown>, options?: NodeOptions): number;
  node(id: number): GraphNode;
}

/** An operation's view when it explains one element of its output. */
export interface ExplainContext {
  node: GraphNode;
  inputs: { node: GraphNode; tensor: Tensor64 }[];
  output: Float64Array;
  element: number;
  /** LaTeX of an element of a node. */
  symbol(node: GraphNode, element: number): string;
  /** LaTeX of the element at a position (counted from 0), of which some indices are letters: `W_{k,2}`. */
  symbolAt(node: GraphNode, position: readonly (number | string)[]): string;
  /** LaTeX of a number, and the element whose value it is. */
  number(value: number, of?: { node: number; element: number }): string;
}

/** What an operation says of an element; the interpreter adds the rest of the Explanation. */
export type ElementExplanation = Pick<Explanation, 'kind' | 'symbols' | 'numbers' | 'terms' | 'chain'>;

/** An operation's view when it says what it does to whole arrays. */
export interface WholeContext {
  node: GraphNode;
  inputs: readonly GraphNode[];
  /** LaTeX of each input as a whole. */
  symbols: readonly string[];
  /** Name of each input in code. */
  names: readonly string[];
  /** Name of the output in code. */
  out: string;
}

/** An operation over whole arrays, in the two notations that know no indices. */
export interface WholeNotation {
  /** LaTeX of the right-hand side: `X W^{(1)}`. */
  matrix(context: WholeContext): string;
  /**
   * Statements of Python with NumPy that leave the result in `out`. They use `np`, `rng` (a generator), `scipy.special`
   * and NumPy's `sliding_window_view`.
   */
  code(context: WholeContext): string[];
}

export interface OpDefinition {
  name: string;
  /** Shape of the output. @throws GraphError when the inputs do not fit. */
  shape(inputs: Shape[], attrs: Readonly<Record<string, unknown>>): Shape;
  /**
   * Emits the gradient that flows to input `index`, given the gradient of the output (`upstream`, a node of the
   * output's shape), and returns its node; null when nothing flows there.
   */
  vjp(sink: NodeSink, node: GraphNode, upstream: number, index: number): number | null;
  /** Computes all output elements. */
  evaluate(inputs: Tensor64[], node: GraphNode): Float64Array;
  explain(context: ExplainContext): ElementExplanation;
  whole: WholeNotation;
}

/** Something is wrong with a graph or a network; `code` and `params` are worded by the page. */
export class GraphError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'GraphError';
  }
}

/** A term of one or more factors. */
export function term(factors: Term['factors']): Term {
  return { factors, value: factors.reduce((product, factor) => product * factor.value, 1) };
}
