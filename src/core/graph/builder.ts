/**
 * The graph builder: where operations emit nodes. It infers shapes, keeps names unique and stable, and knows which
 * phase and layer is being written, so that layers, losses and optimizers need not say so.
 */
import { opOf } from '../ops';
import type { NodeOptions, NodeSink } from '../ops/types';
import { GraphError } from '../ops/types';
import type { GraphNode, Phase } from './types';

const MOVES = new Set(['reshape', 'transpose', 'broadcastTo', 'slice', 'pad']);
const LETTERS: Readonly<Record<string, string>> = { reduceSum: 's', reduceMean: 'm', softmax: 'p', oneHot: 'o' };

export class GraphBuilder implements NodeSink {
  readonly nodes: GraphNode[] = [];
  private readonly names = new Set<string>();
  private phase: Phase = 'forward';
  private layer: string | null = null;
  private prefix = '';

  /** Runs `body` with every node it emits placed in a phase and layer; names begin with `prefix`. */
  within<T>(place: { phase: Phase; layer?: string | null; prefix?: string }, body: () => T): T {
    const before = { phase: this.phase, layer: this.layer, prefix: this.prefix };
    this.phase = place.phase;
    this.layer = place.layer ?? null;
    this.prefix = place.prefix ?? place.layer ?? place.phase;
    try {
      return body();
    } finally {
      Object.assign(this, before);
    }
  }

  emit(op: string, inputs: readonly number[], attrs: Record<string, unknown> = {}, options: NodeOptions = {}): number {
    const shape = opOf(op).shape(
      inputs.map((id) => this.node(id).shape),
      attrs,
    );
    const id = this.nodes.length;
    const wanted = options.name ?? this.defaultName(op, attrs);
    this.nodes.push({
      id,
      op,
      inputs: [...inputs],
      attrs,
      shape,
      name: this.unique(wanted),
      phase: this.phase,
      layer: this.layer,
      role: options.role ?? null,
      symbol: options.symbol ?? this.defaultSymbol(op, inputs),
      gradientOf: null,
      flow: null,
    });
    return id;
  }

  node(id: number): GraphNode {
    const node = this.nodes[id];
    if (!node) throw new GraphError('unknownNode', { node: id });
    return node;
  }

  /** Adds to what is known of a node after it was emitted (what it is the gradient of, how it is written). */
  annotate(id: number, facts: Partial<Pick<GraphNode, 'gradientOf' | 'flow' | 'part' | 'symbol' | 'elements'>>): void {
    this.nodes[id] = { ...this.node(id), ...facts };
  }

  /** What only moves numbers goes by the name they have; other inner values by a letter of their operation. */
  private defaultSymbol(op: string, inputs: readonly number[]): string {
    if (MOVES.has(op) && inputs.length > 0) return this.node(inputs[0]).symbol;
    return LETTERS[op] ?? 'h';
  }

  private defaultName(op: string, attrs: Record<string, unknown>): string {
    const own = op === 'elementwise' ? String(attrs.definition).replaceAll(' ', '-') : op;
    return this.prefix ? `${this.prefix}/${own}` : own;
  }

  private unique(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.names.has(name); n++) name = `${wanted}-${n}`;
    this.names.add(name);
    return name;
  }
}
