/**
 * Sentences for numbers that a built-in mistake computes otherwise. They say what is done there and not that it is wrong:
 * finding that out is left to who steps through.
 */
import { CORRECTED } from '@/core/faults/noBiasCorrection';
import { sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { type Asked, definitionOf, type Message, message } from './message';
import { lineOf } from './names';

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

/** Whether a gradient goes back by the kernel as it goes forward by it, and not by its transpose. */
function isUntransposed(graph: Graph, { op, phase, attrs, flow, inputs }: GraphNode): boolean {
  if (op !== 'matMul' || phase !== 'backward' || !flow || graph.nodes[inputs[1]].role !== 'weight') return false;
  return graph.nodes[flow.from].op === 'matMul' && attrs.transposeB === graph.nodes[flow.from].attrs.transposeB;
}

/** The line of Adam or a relative that uses a running average as it is, or null: the others have none or correct it. */
function uncorrectedLine(node: GraphNode): 'step' | 'ahead' | null {
  const line = lineOf(node);
  if (line === null || !CORRECTED.has(line.kind)) return null;
  const reads = new Set(node.attrs.args as readonly string[]);
  if (line.target === 'mHat') return reads.has('muNext') && !reads.has('muProduct') ? 'ahead' : null;
  return line.target === 'theta' && !reads.has('t') && (reads.has('m') || reads.has('v')) ? 'step' : null;
}

/** @param weight how the weight is written whose update the node belongs to. */
export function faultSentence(asked: Asked, target: GraphNode | null, weight = asked.symbol): Message | null {
  const { graph, node, element, symbol } = asked;
  const named = NAMED[definitionOf(node)];
  if (named !== undefined) return message(named, { symbol });
  const uncorrected = uncorrectedLine(node);
  if (uncorrected !== null) return message(`say.broken.uncorrected.${uncorrected}`, { weight });
  if (isUntransposed(graph, node)) {
    return message('say.broken.column', { symbol, column: (element % node.shape[node.shape.length - 1]) + 1 });
  }
  if (isCut(graph, node)) return message('say.broken.last', { symbol });
  if (!node.inputs.some((id) => isCut(graph, graph.nodes[id]))) return null;
  return message(target?.role === 'weight' ? 'say.broken.lastSample' : 'say.broken.lastUse', { symbol });
}
