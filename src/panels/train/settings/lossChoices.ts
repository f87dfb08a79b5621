/** Which losses fit the data and the end of the network, and what balanced class weights are. */
import { LOSSES } from '@/core/losses';
import type { LossSpec, NetworkSpec } from '@/core/network/spec';
import { activationMisfit, activationOf, type Task } from '@/core/network/task';
import { fieldsOf, type Setting } from '@/parts/settings/schemaFields';

/** Why a loss cannot be chosen. Worded as `settings:loss.unfit.<name>`. */
export type Unfit = 'noGradient' | 'needsClasses' | 'needsSeveral';

/** Losses whose value means nothing for a single output. */
const SEVERAL: ReadonlySet<string> = new Set(['categoricalCrossentropy', 'klDivergence', 'cosineSimilarity']);

/** @param task null before the data are known. */
export function unfit(kind: string, task: Task | null): Unfit | null {
  const definition = LOSSES[kind];
  if (definition?.trainable === false) return 'noGradient';
  if (task === null) return null;
  if (definition?.targetShape && !(task.classes && task.targetSize > 1)) return 'needsClasses';
  return SEVERAL.has(kind) && task.targetSize === 1 ? 'needsSeveral' : null;
}

export interface Advice {
  /** Worded as `settings:loss.advice.<key>`. */
  key: 'probabilities' | 'logits' | 'alone' | 'margin' | 'positive' | 'distribution';
  /** What the last layer would better end with. */
  activation: string;
}

const MARGIN: ReadonlySet<string> = new Set(['hinge', 'squaredHinge', 'perceptron']);
const POSITIVE: ReadonlySet<string> = new Set(['sigmoid', 'hardSigmoid', 'softmax', 'softplus', 'exponential']);
const SQUASHED: ReadonlySet<string> = new Set([...POSITIVE, 'relu', 'relu6', 'step']);

/** What does not go well together in the loss and the last activation; null when all is well. */
export function lossAdvice(network: NetworkSpec, task: Task | null): Advice | null {
  const { layers, loss } = network;
  const activation = layers.length > 0 ? activationOf(layers[layers.length - 1]) : null;
  if (task === null || activation === null) return null;
  const misfit = activationMisfit(network, task);
  if (misfit !== null) return { key: misfit === 'linear' ? 'logits' : 'probabilities', activation: misfit };
  if (loss.kind === 'binaryCrossentropy' && activation === 'softmax' && task.targetSize > 1)
    return { key: 'alone', activation: 'sigmoid' };
  if (MARGIN.has(loss.kind) && SQUASHED.has(activation)) return { key: 'margin', activation: 'linear' };
  if (loss.kind === 'poisson' && !POSITIVE.has(activation)) return { key: 'positive', activation: 'softplus' };
  if (loss.kind === 'klDivergence' && activation !== 'softmax') return { key: 'distribution', activation: 'softmax' };
  return null;
}

/** Settings of a loss that fields can show. From logits is asked only where the network ends without an activation. */
export function lossFields({ loss, layers }: NetworkSpec): Setting[] {
  const definition = LOSSES[loss.kind];
  if (!definition) return [];
  const open = layers.length > 0 && activationOf(layers[layers.length - 1]) === 'linear';
  return fieldsOf(definition.settings).filter(
    ({ name }) => name !== 'fromLogits' || open || loss.fromLogits !== undefined,
  );
}

const knows = (kind: string, setting: string): boolean =>
  !LOSSES[kind]?.settings.safeParse({ [setting]: null }).error?.issues.some(({ code }) => code === 'unrecognized_keys');

export const hasClassWeights = (kind: string): boolean => knows(kind, 'classWeights');

/** Another loss; settings that it has too stay. */
export function lossOfKind(kind: string, before: LossSpec): LossSpec {
  const kept = Object.entries(before).filter(([name]) => name !== 'kind' && name !== 'fromLogits' && knows(kind, name));
  return { ...Object.fromEntries(kept), kind };
}

/** How many classes are weighed: a yes or no has two. */
export const weighedClasses = ({ targetSize }: Task): number => Math.max(2, targetSize);

/**
 * A weight for each class with which all classes together count the same: samples / (classes · samples of the class), to
 * four digits. A class without samples gets 1.
 */
export function balancedWeights(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count > 0 ? Number((total / (counts.length * count)).toPrecision(4)) : 1));
}
