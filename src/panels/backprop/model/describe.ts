/**
 * One sentence for a step that says what happens and why. Here only keys of the catalogue and what is put into them are
 * chosen; formulas travel inside the text between ⟦ and ⟧. Sentences of whole families are in the files beside this one.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type ElementRef, type Step, unitCount } from '@/core/interpreter/timeline';
import { activationSentence, slopeSentence } from './describeActivations';
import { faultSentence, isUnscaled } from './describeFaults';
import { imageGradientSentence, imageSentence } from './describeImages';
import { LOSS_SENTENCES, lossSentence } from './describeLosses';
import { mergeGradientSentence, mergeSentence } from './describeMoves';
import { forkSentence, normGradientSentence, normSentence } from './describeNorms';
import { updateSentence } from './describeUpdates';
import { type Asked, definitionOf, gradientDefinition, type Message, message, normPart, tex } from './message';
import { isMove, titleOf } from './names';
import { anchor, type NetworkModel } from './network';

export { type Message, tex } from './message';
export { operationName, placeName } from './names';

export interface Description {
  title: Message;
  sentence: Message;
}

/** The value a node of the backward pass tells about: of what it is the gradient, or where its path leads. */
export function targetOf(graph: Graph, node: GraphNode): GraphNode | null {
  const id = node.gradientOf ?? node.flow?.to ?? null;
  return id === null ? null : graph.nodes[id];
}

/** Title and sentence of a step, at the element in focus. `values` are those of the trace. */
export function describe(
  model: NetworkModel,
  step: Step,
  focus: ElementRef,
  values: readonly Float64Array[],
): Description {
  const { graph } = model;
  const nodes = step.parts.map((part) => graph.nodes[part.node]);
  // Moves that follow one another are one step, too, but no layer's or phase's worth.
  const many = nodes.length > 1 && step.unit === null && !nodes.every(isMove);
  if (many && step.layer !== null) {
    const { layer } = step;
    return { title: message('title.layer', { layer }), sentence: message(`say.layer.${step.phase}`, { layer }) };
  }
  if (many && new Set(nodes.map(({ layer }) => layer)).size > 1) {
    return { title: message('title.phase'), sentence: message(`say.phase.${step.phase}`) };
  }
  return { title: titleOf(model, step, focus), sentence: sentenceOf(model, focus, values, step) };
}

/** One sentence about one element of a node; about all that led to it where `step` computes that, too. */
export function sentenceOf(
  model: NetworkModel,
  focus: ElementRef,
  values: readonly Float64Array[],
  step: Step | null = null,
): Message {
  const { graph } = model;
  const node = graph.nodes[focus.node];
  const { element } = focus;
  const symbol = tex(elementSymbol(graph, focus.node, element));
  const asked = { graph, node, element, symbol, values };
  if (node.role !== null && node.gradientOf === null) return message(`say.given.${node.role}`, { symbol });
  if (node.phase === 'forward') return forwardSentence(asked, step);
  if (node.phase === 'loss') return lossSentence(asked);
  const at = anchor(model, focus);
  const own = at === null ? tex(node.symbol) : tex(elementSymbol(graph, at.node, at.element));
  if (node.phase === 'backward') return backwardSentence({ ...asked, symbol: own });
  const owner = model.owners.get(node.id) ?? null;
  const weight = at === null ? symbol : own;
  return faultSentence(asked, null, weight) ?? updateSentence(asked, weight, owner);
}

const inputSymbol = (graph: Graph, node: GraphNode, element: number) =>
  tex(elementSymbol(graph, node.inputs[0], element));

function forwardSentence(asked: Asked, step: Step | null): Message {
  const { graph, node, element, symbol } = asked;
  const special = imageSentence(asked, step) ?? normSentence(asked) ?? mergeSentence(asked);
  if (special !== null) return special;
  if (node.op === 'matMul') {
    return message('say.forward.sum', { symbol, count: unitCount(graph.nodes[node.inputs[0]]) });
  }
  if (definitionOf(node) === 'biasAdd') {
    const sum = graph.nodes[node.inputs[0]];
    const whole = step === null || step.parts.some((part) => part.node === sum.id);
    const count = whole && sum.op === 'matMul' ? unitCount(graph.nodes[sum.inputs[0]]) : 0;
    return message(count > 0 ? 'say.forward.sumBias' : 'say.forward.bias', { symbol, count });
  }
  const input = node.inputs.length > 0 ? inputSymbol(graph, node, element) : symbol;
  return activationSentence(asked, input) ?? message('say.forward.other', { symbol });
}

/** Nodes of the backward pass that sum up, hand on or share out, whatever they belong to. */
function plumbingSentence({ graph, node, symbol }: Asked, target: GraphNode | null): Message | null {
  if (target !== null && target.id === graph.loss) return message('say.backward.seed', { symbol });
  if (definitionOf(node) === 'sum of paths') {
    const fork = target === null ? null : forkSentence(graph, target, symbol);
    return fork ?? message('say.backward.paths', { symbol, count: node.inputs.length });
  }
  if (node.op === 'logSoftmaxGradient' && target?.phase === 'forward' && isLossNode(graph, node)) {
    const count = isUnscaled(graph) ? 1 : graph.batchSize;
    return message(count > 1 ? 'say.backward.softmaxLossBatch' : 'say.backward.softmaxLoss', { symbol, count });
  }
  if (node.op === 'spread' && target?.phase !== 'forward') {
    const count = node.attrs.count as number;
    return message(count > 1 ? 'say.backward.share' : 'say.backward.sum', { symbol, count });
  }
  return null;
}

/** Whether a gradient is that of an operation of the loss. */
const isLossNode = (graph: Graph, node: GraphNode) => graph.nodes[node.flow?.from ?? node.id].phase === 'loss';

function backwardSentence(asked: Asked): Message {
  const { graph, node, symbol } = asked;
  const target = targetOf(graph, node);
  const plumbing = faultSentence(asked, target) ?? plumbingSentence(asked, target);
  if (plumbing !== null) return plumbing;
  const of = gradientDefinition(node);
  if (of !== null && LOSS_SENTENCES.has(of)) {
    if (of.startsWith('regularizer.')) return message(`say.backward.${of}`, { symbol });
    const direct = target?.phase === 'forward';
    return message(direct ? 'say.backward.loss' : 'say.backward.lossElement', { symbol });
  }
  if (target === null) {
    const part = node.part;
    if (of !== null && normPart(of) !== null) return message('say.normBack.helper', { symbol });
    if (!part) return message('say.backward.helper', { symbol });
    const to = tex(graph.nodes[part.to].symbol);
    return message(node.op === 'reduceSum' ? 'say.backward.partsSum' : 'say.backward.part', { symbol, to });
  }
  const special =
    imageGradientSentence(asked, target) ?? normGradientSentence(asked, target) ?? mergeGradientSentence(asked, target);
  if (special !== null) return special;
  if (target.role === 'weight') {
    const kind = target.shape.length > 1 ? 'kernel' : 'bias';
    const key = graph.batchSize > 1 ? `say.backward.${kind}Batch` : `say.backward.${kind}`;
    return message(key, { symbol, count: graph.batchSize });
  }
  if (node.op === 'matMul') {
    const upstream = graph.nodes[node.inputs.find((id) => graph.nodes[id].phase === 'backward') ?? node.inputs[0]];
    const count = unitCount(upstream);
    return message(count === 1 ? 'say.backward.onePath' : 'say.backward.values', { symbol, count });
  }
  return slopeSentence(asked, target) ?? message('say.backward.move', { symbol });
}
