/**
 * The one graph: forward, loss, backward and update as a list of nodes in topological order.
 *
 * It is both what trains and what is shown. Shapes are static (the batch size is part of them); a graph is cheap to
 * build, so another batch size is another graph with the same node names.
 */
import type { Expr } from '../expr/types';

export type Shape = readonly number[];
export type Phase = 'forward' | 'loss' | 'backward' | 'update';

/** What a leaf stands for. `scalar` leaves (learningRate, step) live on the host in float64 and change without a rebuild. */
export type LeafRole = 'input' | 'target' | 'weight' | 'state' | 'scalar' | 'constant';

/** Attributes of the `elementwise` operation: one expression over its inputs, bound to `args` in order. */
export interface ElementwiseAttrs {
  /** The form that is shown. */
  expr: Expr;
  /** A numerically stable form with equal values, used to compute when present. */
  stable?: Expr;
  /** Symbol names, one for each input. */
  args: string[];
  /** Values of the remaining symbols (settings such as beta1). */
  constants: Record<string, number>;
  /** Name of the definition this came from, such as `relu` or `adam.m`. */
  definition: string;
  /** For a gradient node: the factor beside `upstream` (the local derivative), over the same symbols. */
  local?: Expr;
  /** Derivatives by argument that are nicer than the derived ones; may use `y`, the output. */
  gradients?: Record<string, Expr>;
}

export interface GraphNode {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly number[];
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly shape: Shape;
  /** Unique and stable across batch sizes: `hidden/matMul`, `hidden/kernel`, `backward/hidden/matMul/0`. */
  readonly name: string;
  readonly phase: Phase;
  /** The layer this node belongs to, or null (loss, scalars). */
  readonly layer: string | null;
  readonly role: LeafRole | null;
  /** LaTeX of the value without element index: `W^{(1)}`, `z^{(2)}`, `\hat{y}`, `L`. */
  readonly symbol: string;
  /** LaTeX of each element, where they have names of their own and not indices. */
  readonly elements?: readonly string[];
  /** When this node is the whole gradient ∂L/∂(node): the id of that node. */
  readonly gradientOf: number | null;
  /** When this node is one path's contribution to a gradient: the node it flows to and the node it came from. */
  readonly flow: { to: number; from: number } | null;
  /** When this node is a step on the way to such a contribution: the same two nodes. */
  readonly part?: { to: number; from: number };
}

export interface WeightInfo {
  /** `layerId/weightName`. */
  name: string;
  node: number;
  shape: Shape;
  layer: string;
  /** Registered initializer kind and its settings. */
  initializer: { kind: string } & Record<string, unknown>;
  trainable: boolean;
}

export interface LayerInfo {
  id: string;
  kind: string;
  /** Without the batch dimension. */
  outputShape: Shape;
  parameterCount: number;
  /** Node that holds the layer's output. */
  output: number;
}

/** A state value of the optimizer for one weight: fed in by `node`, replaced by `update` after the step. */
export interface StateInfo {
  /** `weightName/m`. */
  name: string;
  weight: string;
  state: string;
  node: number;
  update: number;
  shape: Shape;
  /** What every element is before the first step. */
  initial: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly batchSize: number;
  readonly mode: 'training' | 'inference';
  readonly layers: readonly LayerInfo[];
  readonly weights: readonly WeightInfo[];
  readonly states: readonly StateInfo[];
  readonly input: number;
  /** Node with the network's output (probabilities, say). */
  readonly output: number;
  /** Null in a graph without a loss. */
  readonly target: number | null;
  readonly loss: number | null;
  /** Forward node id to the node with its whole gradient ∂L/∂node. */
  readonly gradients: ReadonlyMap<number, number>;
  /**
   * Weight name to the node with its value after the update. Weights that are not trainable may be among them (moving
   * statistics); they have no gradient.
   */
  readonly updates: ReadonlyMap<string, number>;
  /** Scalar node with the Euclidean norm of all gradients together, where that was asked for. */
  readonly gradientNorm?: number;
  /** Scalar leaves by name: `learningRate`, `step` (1 at the first update). */
  readonly scalars: ReadonlyMap<string, number>;
}

/** Values fed to the leaves of a graph, by node name; scalars as numbers. */
export type Feeds = ReadonlyMap<string, Float64Array | Float32Array | number>;

export interface Tensor64 {
  shape: Shape;
  data: Float64Array;
}

/** Every value of one run of a graph: `values[node.id]`. */
export interface Trace {
  graph: Graph;
  values: Float64Array[];
}

/** One number that took part in another: an element of a node. */
export interface Factor {
  node: number;
  element: number;
  value: number;
}

/** A product of factors; most operations are a sum of such terms. */
export interface Term {
  factors: Factor[];
  value: number;
}

/**
 * How one element of a node came about. `symbols` and `numbers` are LaTeX right-hand sides of the same formula, with
 * symbols and with values put in; long sums are shortened around their largest terms (the rest summed and counted).
 */
export interface Explanation {
  node: number;
  element: number;
  kind: 'leaf' | 'elementwise' | 'sumOfProducts' | 'sum' | 'select' | 'move' | 'softmax' | 'random';
  /** LaTeX of the element itself, the left-hand side. */
  left: string;
  symbols: string;
  numbers: string;
  value: number;
  terms: Term[];
  /** In the backward phase: upstream × local for each path, when the operation has that form. */
  chain: { upstream: Factor; local: number; localSymbols: string; localNumbers: string }[] | null;
}
