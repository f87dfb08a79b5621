/**
 * A kept run: what it is (a small record that lists read), its curves, and its checkpoints. The three are stored apart,
 * so that a list of runs never touches weights. Records are checked when they are read: storage may hold anything.
 */
import { z } from 'zod';
import { MONITORS } from '@/core/improvement';
import type { Checkpoint } from '@/engine/protocol';
import { documentSchema } from '../document';

/** Where a run stands: overwritten with every autosave. The others are `epoch-<n>`. */
export const LAST = 'last';
export const epochSlot = (epoch: number) => `epoch-${epoch}`;

const count = z.number().int().nonnegative();
const value = z.number().nullable();

const keptCheckpointSchema = z.object({
  slot: z.string(),
  step: count,
  epoch: z.number(),
  bytes: count,
  savedAt: z.number(),
  /** Validation at that step, where there was one. */
  loss: value,
  accuracy: value,
});
/** What a record says about one of its checkpoints. */
export type KeptCheckpoint = z.infer<typeof keptCheckpointSchema>;

const measuredSchema = z.object({ step: count, epoch: z.number(), loss: value, accuracy: value });
/** Loss and accuracy at a step; null where not finite or not measured. */
export type Measured = z.infer<typeof measuredSchema>;

const earlyStopSchema = z.object({
  monitor: z.enum(MONITORS),
  epochs: count,
  best: z.number(),
  bestEpoch: count,
  restored: z.boolean(),
});

export const runRecordSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1),
  template: z.string(),
  /** Given by a person; without one the page writes template and number. */
  name: z.string().max(120).nullable(),
  /** Counts the runs of a template. */
  number: count,
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Set by a deletion that can still be undone. */
  deletedAt: z.number().nullable(),
  status: z.enum(['playing', 'paused', 'finished', 'diverged']),
  /** Why it has ended before its last epoch; absent where it has not. */
  stopped: earlyStopSchema.optional(),
  /** The document as the run has it: network, data, training. Learning rate and epochs are the latest. */
  document: documentSchema,
  /** Learning rates in use, each from the step on; the first from 0. */
  rates: z.array(z.object({ step: count, learningRate: z.number() })).max(1000),
  /** The run this one is a copy of, and where it was taken. */
  from: z.object({ id: z.string(), name: z.string().nullable(), number: count, step: count }).nullable(),
  step: count,
  epoch: z.number(),
  stepsPerEpoch: count,
  totalSteps: count,
  /** Seconds it has trained, pauses left out. */
  seconds: z.number(),
  last: z.object({ train: measuredSchema.nullable(), validation: measuredSchema.nullable() }),
  best: measuredSchema.nullable(),
  checkpoints: z.array(keptCheckpointSchema),
  /** Checkpoints of epochs that are no longer kept. */
  dropped: count,
  /** A few training losses, for a small picture. */
  spark: z.array(value).max(64),
  /** What the run takes in storage. */
  bytes: count,
});
export type RunRecord = z.infer<typeof runRecordSchema>;

export interface RunCurves {
  /** As MetricSeries' snapshots. */
  train: Float64Array;
  validation: Float64Array;
  /** Pairs of step and seconds trained, ascending. */
  clock: Float64Array;
}

/** All of a run as it is written: record, curves, where it stands, and whether that also ends an epoch. */
export interface SavedRun {
  record: RunRecord;
  curves: RunCurves;
  checkpoint: Checkpoint;
  /** Slot that the checkpoint is kept in beside `LAST`; null for none. */
  milestone: string | null;
}

/** A run as it is read to go on with it. */
export interface LoadedRun {
  record: RunRecord;
  curves: RunCurves;
  checkpoint: Checkpoint;
}

export const newRunId = () =>
  globalThis.crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join('-');

/** Bytes of a checkpoint's tensors. */
export function checkpointBytes({ weights, states, memory }: Checkpoint): number {
  return [weights, states, memory?.stopping?.weights ?? {}]
    .flatMap((tensors) => Object.values(tensors))
    .reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Seconds trained when `step` was reached, between the moments that were noted; null when none was. */
export function secondsAt(clock: Float64Array, step: number): number | null {
  const moments = clock.length / 2;
  if (moments === 0) return null;
  let low = 0;
  let high = moments;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clock[2 * middle] < step) low = middle + 1;
    else high = middle;
  }
  if (low === moments) return clock[2 * moments - 1];
  const [stepBefore, before] = low === 0 ? [0, 0] : [clock[2 * low - 2], clock[2 * low - 1]];
  const share = clock[2 * low] === stepBefore ? 1 : (step - stepBefore) / (clock[2 * low] - stepBefore);
  return before + share * (clock[2 * low + 1] - before);
}
