/**
 * Validation while a run plays: a quick pass over a fixed part of what is held back a few times an epoch, and a whole one
 * at its end. Epochs of a few batches are not validated every time, unless something waits for the ends of epochs.
 */
import type { Partition } from './batches';
import { evaluate } from './evaluation';
import type { Model, Moment } from './model';
import type { MetricPoint } from './protocol';
import type { SampleStore } from './samples';

/** Quick passes in an epoch. */
const QUICK_PASSES = 5;
/** Steps between two passes at least. */
const SPACING = 20;

export type Pass = 'quick' | 'whole';

export interface Course {
  stepsPerEpoch: number;
  totalSteps: number;
  /** A whole pass at the end of every epoch, however short epochs are. */
  everyEpoch: boolean;
}

/** The pass that is due after `step` updates. */
export function validationDue(step: number, { stepsPerEpoch, totalSteps, everyEpoch }: Course): Pass | null {
  if (step === 0) return null;
  const epochs = everyEpoch ? 1 : Math.max(1, Math.ceil(SPACING / stepsPerEpoch));
  if (step % (epochs * stepsPerEpoch) === 0 || step === totalSteps) return 'whole';
  const quick = Math.max(SPACING, Math.ceil(stepsPerEpoch / QUICK_PASSES));
  const within = step % stepsPerEpoch;
  return within > 0 && within % quick === 0 ? 'quick' : null;
}

export interface Validated {
  model: Model;
  store: SampleStore;
  partition: Partition;
}

/**
 * One pass over samples that are held back.
 * @param epoch epochs so far, as a fraction.
 * @returns null when it was cancelled.
 */
export async function validate(
  { model, store, partition }: Validated,
  pass: Pass,
  moment: Moment,
  epoch: number,
  cancelled: () => boolean,
): Promise<MetricPoint | null> {
  const { step } = moment;
  const indices = pass === 'whole' ? partition.validation : partition.quick;
  const evaluation = await evaluate({ model, moment, store, split: 'train', name: 'validation', indices, cancelled });
  if (!evaluation) return null;
  const { loss, accuracy } = evaluation;
  const partial = indices.length < partition.validation.length;
  return { step, epoch, loss, accuracy, ...(partial && { partial }) };
}
