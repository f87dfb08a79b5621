/**
 * Reverse-mode differentiation: walks the graph backwards and lets every operation emit its vector–Jacobian product.
 * The result is more nodes of the same graph (Baydin, Pearlmutter, Radul, Siskind: "Automatic differentiation in
 * machine learning: a survey", JMLR 2018, section 3.2).
 */
import { add, sym } from '../expr';
import { opOf } from '../ops';
import { elementwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';
import type { GraphBuilder } from './builder';
import type { GraphNode } from './types';

/** One way back: from a node, whose gradient is `upstream`, to its input number `index`. */
export interface Flow {
  /** Where to emit. */
  sink: NodeSink;
  node: GraphNode;
  upstream: number;
  index: number;
  /** Emits the operation's own vector–Jacobian product, as autodiff does; also of other nodes, or into another sink. */
  correct(other?: Partial<Pick<Flow, 'sink' | 'node' | 'upstream'>>): number | null;
}

/** What a mistake changes in the backward pass; see core/faults. */
export interface AutodiffPatch {
  /** Emits what flows back, instead of the operation itself. */
  flow?(flow: Flow): number | null;
  /** Of the paths that meet in one value, those that are added up. */
  paths?(all: readonly number[]): readonly number[];
  /** The node that is read in place of another; `gradients` has those that are complete. */
  reading?(node: number, gradients: ReadonlyMap<number, number>): number;
}

/** Nodes whose value depends on one of `sources`. */
function dependents(builder: GraphBuilder, sources: Iterable<number>): Set<number> {
  const reached = new Set(sources);
  for (const node of builder.nodes) {
    if (node.inputs.some((input) => reached.has(input))) reached.add(node.id);
  }
  return reached;
}

/** Adds up the paths of a fork; a single path needs no addition. */
function accumulate(builder: GraphBuilder, paths: readonly number[], name: string): number {
  if (paths.length === 1) return paths[0];
  const args = Object.fromEntries(paths.map((id, i) => [`g${i + 1}`, id]));
  const [first, ...rest] = Object.keys(args).map((arg) => sym(arg));
  const expr = add(first, ...rest);
  return elementwise(builder, { expr, args, definition: 'sum of paths' }, { name: `backward/${name}/sum` });
}

/** Id of the earliest node that reads each node: what comes to its gradient last. */
function firstReaders(builder: GraphBuilder): Map<number, number> {
  const first = new Map<number, number>();
  for (const { id, inputs } of builder.nodes) for (const input of inputs) if (!first.has(input)) first.set(input, id);
  return first;
}

/** Where a node's gradient is emitted, with other nodes read than it asks for where the patch says so. */
function sinkOf(builder: GraphBuilder, read: ((node: number) => number) | undefined): NodeSink {
  if (!read) return builder;
  return {
    node: (id) => builder.node(id),
    emit: (op, inputs, attrs, options) => builder.emit(op, inputs.map(read), attrs, options),
  };
}

/**
 * Emits ∂(scalar or seeded node)/∂node for every node between `sources` and `from`.
 * @param seed node with ∂L/∂from, of the shape of `from`.
 * @param patch what a mistake changes; nothing by default.
 * @returns forward node id → gradient node id.
 */
export function differentiateGraph(
  builder: GraphBuilder,
  from: number,
  seed: number,
  sources: readonly number[],
  patch: AutodiffPatch = {},
): Map<number, number> {
  const wanted = dependents(builder, sources);
  const paths = new Map<number, number[]>([[from, [seed]]]);
  const gradients = new Map<number, number>();
  const { reading } = patch;
  const sink = sinkOf(builder, reading && ((id) => reading(id, gradients)));
  const readers = reading ? firstReaders(builder) : null;

  /** Adds up what has arrived at a node. */
  const settle = (id: number, contributions: readonly number[]): number => {
    const node = builder.node(id);
    const counted = patch.paths?.(contributions) ?? contributions;
    const place = { phase: 'backward', layer: node.layer } as const;
    const upstream = builder.within(place, () => accumulate(builder, counted, node.name));
    gradients.set(id, upstream);
    if (builder.node(upstream).gradientOf === null && builder.node(upstream).phase === 'backward') {
      builder.annotate(upstream, { gradientOf: id, symbol: `\\frac{\\partial L}{\\partial ${node.symbol}}` });
    }
    return upstream;
  };

  /** Lets the gradient of a node flow on to one of its inputs. */
  const flowTo = (node: GraphNode, upstream: number, input: number, index: number): void => {
    const place = { phase: 'backward', layer: node.layer, prefix: `backward/${node.name}/${index}` } as const;
    const before = builder.nodes.length;
    const own: Flow = {
      sink,
      node,
      upstream,
      index,
      correct: (other) => {
        const taken = { ...own, ...other };
        return opOf(taken.node.op).vjp(taken.sink, taken.node, taken.upstream, index);
      },
    };
    const flowed = builder.within(place, () => (patch.flow ? patch.flow(own) : own.correct()));
    if (flowed === null) return;
    const target = builder.node(input).symbol;
    const symbol = `\\left.\\frac{\\partial L}{\\partial ${target}}\\right|_{${node.symbol}}`;
    for (let inner = before; inner < builder.nodes.length; inner++) {
      if (builder.node(inner).phase !== 'backward') continue;
      builder.annotate(inner, inner === flowed ? { symbol } : { part: { to: input, from: node.id }, symbol });
    }
    if (builder.node(flowed).flow === null && builder.node(flowed).phase === 'backward' && flowed !== upstream) {
      builder.annotate(flowed, { flow: { to: input, from: node.id } });
    }
    paths.set(input, [...(paths.get(input) ?? []), flowed]);
  };

  for (let id = from; id >= 0; id--) {
    const contributions = paths.get(id);
    if (!contributions || !wanted.has(id) || gradients.has(id)) continue;
    const node = builder.node(id);
    const upstream = settle(id, contributions);
    const ways = node.inputs.map((input, index) => ({ input, index })).filter(({ input }) => wanted.has(input));
    if (readers === null) {
      for (const { input, index } of ways) flowTo(node, upstream, input, index);
      continue;
    }
    // What may be read changed must be complete before the others read it.
    const [leaves, others] = [
      ways.filter((w) => sources.includes(w.input)),
      ways.filter((w) => !sources.includes(w.input)),
    ];
    for (const { input, index } of leaves) flowTo(node, upstream, input, index);
    for (const { input } of leaves) {
      const arrived = paths.get(input);
      if (readers.get(input) === id && arrived && !gradients.has(input)) settle(input, arrived);
    }
    for (const { input, index } of others) flowTo(node, upstream, input, index);
  }
  return gradients;
}
