/**
 * What the outputs of a classifier say: probabilities, if they are some or become some by what the loss does with them
 * (softmax of logits, e to the power of logarithms); else scores, of which only the order counts.
 */

import type { NetworkSpec } from '../network/spec';
import { activationOf } from '../network/task';

export type OutputKind = 'probabilities' | 'logits' | 'logProbabilities' | 'scores';

const PROBABILITIES: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'hardSigmoid']);

export function outputKind({ layers, loss }: Pick<NetworkSpec, 'layers' | 'loss'>): OutputKind {
  const last = layers[layers.length - 1];
  const activation = last ? activationOf(last) : null;
  if (loss.fromLogits === true) return 'logits';
  if (activation === 'logSoftmax') return 'logProbabilities';
  return activation !== null && PROBABILITIES.has(activation) ? 'probabilities' : 'scores';
}

export interface Answer {
  /** One number a class. */
  values: Float32Array;
  /** Whether they are probabilities, 0 … 1. */
  probable: boolean;
}

/** @param output one sample's outputs, one a class; at least two. */
export function answerOf(kind: OutputKind, output: Float32Array): Answer {
  if (kind === 'scores') return { values: output, probable: false };
  if (kind === 'probabilities') return { values: output, probable: true };
  if (kind === 'logProbabilities') return { values: output.map(Math.exp), probable: true };
  const most = Math.max(...output);
  const powers = output.map((z) => Math.exp(z - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return { values: powers.map((power) => power / sum), probable: true };
}

/** How long a class's bar is, 0 … 1: its probability, or where its score lies between the lowest and the highest. */
export function barOf({ values, probable }: Answer, place: number): number {
  const value = values[place];
  if (!Number.isFinite(value)) return 0;
  if (probable) return value;
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return span > 0 ? (value - low) / span : 0;
}
