/**
 * Reverse-mode differentiation: walks the graph backwards and lets every operation emit its vector–Jacobian product.
 * The result is more nodes of the same graph (Baydin, Pearlmutter, Radul, Siskind: "Automatic differentiation in
 * machine learning: a survey", JMLR 2018, section 3.2).
 */
import { add, sym } from '../expr';
import { opOf } from '../ops';
import { elementwise } from '../ops/emit';
import type { GraphBuilder } from './builder';

/** Nodes whose value depends on one of `sources`. */
function dependents(builder: GraphBuilder, sources: Iterable<number>): Set<number> {
  const reached = new Set(sources);
  for (const node of builder.nodes) {
    if (node.inputs.some((input) => reached.has(input))) reached.add(node.id);
  }
  return reached;
}

/** Adds up the paths of a fork; a single path needs no addition. */
function accumulate(builder: GraphBuilder, paths: number[], name: string): number {
  if (paths.length === 1) return paths[0];
  const args = Object.fromEntries(paths.map((id, i) => [`g${i + 1}`, id]));
  const [first, ...rest] = Object.keys(args).map((arg) => sym(arg));
  const expr = add(first, ...rest);
  return elementwise(builder, { expr, args, definition: 'sum of paths' }, { name: `backward/${name}/sum` });
}

/**
 * Emits ∂(scalar or seeded node)/∂node for every node between `sources` and `from`.
 * @param seed node with ∂L/∂from, of the shape of `from`.
 * @returns forward node id → gradient node id.
 */
export function differentiateGraph(
  builder: GraphBuilder,
  from: number,
  seed: number,
  sources: readonly number[],
): Map<number, number> {
  const wanted = dependents(builder, sources);
  const paths = new Map<number, number[]>([[from, [seed]]]);
  const gradients = new Map<number, number>();
  for (let id = from; id >= 0; id--) {
    const contributions = paths.get(id);
    if (!contributions || !wanted.has(id)) continue;
    const node = builder.node(id);
    const place = { phase: 'backward', layer: node.layer } as const;
    const upstream = builder.within(place, () => accumulate(builder, contributions, node.name));
    gradients.set(id, upstream);
    if (builder.node(upstream).gradientOf === null && builder.node(upstream).phase === 'backward') {
      builder.annotate(upstream, { gradientOf: id, symbol: `\\frac{\\partial L}{\\partial ${node.symbol}}` });
    }
    node.inputs.forEach((input, index) => {
      if (!wanted.has(input)) return;
      const prefix = `backward/${node.name}/${index}`;
      const before = builder.nodes.length;
      const flowed = builder.within({ ...place, prefix }, () => opOf(node.op).vjp(builder, node, upstream, index));
      if (flowed === null) return;
      const target = builder.node(input).symbol;
      const symbol = `\\left.\\frac{\\partial L}{\\partial ${target}}\\right|_{${node.symbol}}`;
      for (let inner = before; inner < builder.nodes.length; inner++) {
        builder.annotate(inner, inner === flowed ? { symbol } : { part: { to: input, from: id }, symbol });
      }
      if (builder.node(flowed).flow === null && builder.node(flowed).phase === 'backward' && flowed !== upstream) {
        builder.annotate(flowed, { flow: { to: input, from: id } });
      }
      paths.set(input, [...(paths.get(input) ?? []), flowed]);
    });
  }
  return gradients;
}
