/**
 * Sentences for numbers that a built-in mistake computes otherwise. They say what is done there and not that it is wrong:
 * finding that out is left to who steps through.
 */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { type Asked, definitionOf, type Message, message } from './message';

const NAMED: Readonly<Record<string, string>> = {
  'accumulated gradient': 'say.broken.accumulated',
  'wrong sign': 'say.broken.sign',
  'moments reset': 'say.broken.reset',
};

/** Whether a node takes the last of several values on the way back, although nothing was put side by side there. */
function isCut(graph: Graph, { op, phase, part, flow, inputs }: GraphNode): boolean {
  if (op !== 'slice' || phase !== 'backward') return false;
  const from = graph.nodes[(flow ?? part)?.from ?? inputs[0]];
  return from.op !== 'concat' && from.op !== 'pad';
}

/** Whether the gradient of a mean over samples is not divided by how many there are. */
export function isUnscaled(graph: Graph): boolean {
  const { loss, nodes } = graph;
  if (loss === null || nodes[loss].op !== 'reduceMean') return false;
  const back = nodes.find(({ op, phase, flow }) => op === 'spread' && phase === 'backward' && flow?.from === loss);
  return back !== undefined && Number(back.attrs.count) < sizeOf(nodes[nodes[loss].inputs[0]].shape);
}

export function faultSentence({ graph, node, symbol }: Asked, target: GraphNode | null): Message | null {
  const named = NAMED[definitionOf(node)];
  if (named !== undefined) return message(named, { symbol });
  if (isCut(graph, node)) return message('say.broken.last', { symbol });
  if (!node.inputs.some((id) => isCut(graph, graph.nodes[id]))) return null;
  return message(target?.role === 'weight' ? 'say.broken.lastSample' : 'say.broken.lastUse', { symbol });
}
