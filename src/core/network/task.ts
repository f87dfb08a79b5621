/**
 * What the data ask of a network: outputs of a certain width and, for classes, probabilities. A network that can be
 * built but does not answer the question is told so here, with what would.
 */
import type { DatasetInfo } from '../dataset';
import { sameShape } from '../graph/shape';
import type { Shape } from '../graph/types';
import { LOSSES } from '../losses';
import { knows } from './settings';
import type { LayerSpec, NetworkSpec } from './spec';

export interface Task {
  /** Numbers the network has to give for one sample. */
  targetSize: number;
  /** Whether they stand for classes, of which one is right. */
  classes: boolean;
  /** How many different whole numbers the inputs are, where they are indices; else null. */
  indices: number | null;
}

/** @param info null before the data set is known: then there is no task to check against. */
export const taskOf = (info: DatasetInfo | null): Task | null =>
  info && { targetSize: info.targetSize, classes: info.classes !== null, indices: info.indices ?? null };

/** Whether an output of this shape (without the batch) answers the task. */
export const answers = (shape: Shape, { targetSize }: Task): boolean => sameShape(shape, [targetSize]);

/** The activation that gives what the loss expects: probabilities for cross-entropies, anything for other losses. */
export function outputActivation({ loss }: NetworkSpec, task: Task): string {
  const knows = LOSSES[loss.kind]?.knows;
  if (knows === undefined) return task.classes ? 'softmax' : 'linear';
  return loss.fromLogits === true ? 'linear' : knows;
}

/** The activation a layer ends with; null where it has none. */
export const activationOf = ({ kind, activation }: LayerSpec): string | null =>
  knows(kind, 'activation') ? String(activation ?? 'linear') : null;

/** Of losses that take logarithms of the output: activations whose values they can take. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  // Classes that exclude one another: with a sigmoid each, nothing would hold the wrong ones down.
  softmax: ['softmax'],
  sigmoid: ['sigmoid', 'hardSigmoid', 'softmax'],
};

/**
 * What the last layer's activation should be instead, or null where it will do. A loss that takes logarithms of the
 * output needs probabilities; one that is given logits must not be given probabilities.
 */
export function activationMisfit(network: NetworkSpec, task: Task): string | null {
  const { layers, loss } = network;
  const knows = LOSSES[loss.kind]?.knows;
  if (layers.length === 0 || knows === undefined) return null;
  const actual = activationOf(layers[layers.length - 1]) ?? 'linear';
  const wanted = outputActivation(network, task);
  if (wanted === 'linear') return ['softmax', 'sigmoid', 'hardSigmoid'].includes(actual) ? wanted : null;
  return TAKES[knows].includes(actual) ? null : wanted;
}
