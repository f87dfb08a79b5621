/** What a loss is: how prediction and target become one number, written in operations. */
import type { z } from 'zod';
import type { Shape } from '../graph/types';
import type { NodeSink } from '../ops/types';

export interface LossInputs {
  /** Node with the network's output, `[batch, …]`. */
  prediction: number;
  /** Node with the targets, of the same shape unless `targetShape` says otherwise. */
  target: number;
  /** Input of the last activation when the loss knows that activation (`knows`), else null. */
  logits: number | null;
  /** What of each sample (or step of a sequence) counts: 1 or 0, of the shape of the samples' losses. */
  mask?: number;
  /** How much each sample counts, of the same shape or `[batch]`. */
  sampleWeight?: number;
}

export interface LossDefinition<S = Record<string, unknown>> {
  kind: string;
  /** Settings besides `kind`. */
  settings: z.ZodType<S>;
  /**
   * The activation whose logarithm this loss takes. When it is the network's last, the loss is computed from its input
   * instead (equal values, but no logarithm of 0 and no lost gradient); a test proves the forms equal.
   */
  knows?: 'softmax' | 'sigmoid';
  /** Shape of the targets, when it is not that of the prediction; both with the batch. */
  targetShape?(prediction: Shape): Shape;
  /** False for a loss whose gradient is of no use: it can be looked at, not trained on. */
  trainable?: boolean;
  /** Emits the loss; the returned node is a scalar. */
  emit(sink: NodeSink, inputs: LossInputs, settings: S): number;
}
