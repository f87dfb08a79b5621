/** A run as it is written: its record worked out from where it stands and what was measured. */
import type { Checkpoint, RunProgress } from '@/engine/protocol';
import type { ChainruleDocument } from '../document';
import type { MetricSeries } from '../metrics';
import { checkpointBytes, type KeptCheckpoint, LAST, type RunRecord, type SavedRun } from './records';
import { bestOf, lastOf, sparkOf } from './summary';

/** What a run is when it is kept. */
export interface Standing {
  checkpoint: Checkpoint;
  document: ChainruleDocument;
  status: RunRecord['status'];
  progress: Pick<RunProgress, 'stepsPerEpoch' | 'totalSteps' | 'stopped'>;
}

/** What of a record does not follow from where the run stands. */
export interface Identity
  extends Pick<RunRecord, 'id' | 'template' | 'name' | 'number' | 'createdAt' | 'rates' | 'from' | 'dropped'> {
  /** Ends of epochs that are kept. */
  epochs: readonly KeptCheckpoint[];
}

/** What was measured. */
export interface Measurements {
  train: MetricSeries;
  validation: MetricSeries;
  /** Pairs of step and seconds trained, ascending. */
  clock: Float64Array;
  seconds: number;
}

/** What a record says about the checkpoint at hand. */
export function placeOf({ checkpoint, progress }: Standing, validation: MetricSeries): Omit<KeptCheckpoint, 'slot'> {
  const { step } = checkpoint;
  const validated = lastOf(validation);
  const { loss, accuracy } = validated?.step === step ? validated : { loss: null, accuracy: null };
  const epoch = step / progress.stepsPerEpoch;
  return { step, epoch, bytes: checkpointBytes(checkpoint), savedAt: Date.now(), loss, accuracy };
}

export function written(
  { epochs, ...identity }: Identity,
  standing: Standing,
  { train, validation, clock, seconds }: Measurements,
): Omit<SavedRun, 'milestone'> {
  const { checkpoint, document, status, progress } = standing;
  const { stepsPerEpoch, totalSteps, stopped } = progress;
  const here = { ...placeOf(standing, validation), slot: LAST };
  const curves = { train: train.snapshot(), validation: validation.snapshot(), clock };
  const checkpoints = [...epochs, here];
  const record: RunRecord = {
    format: 1,
    ...identity,
    updatedAt: here.savedAt,
    deletedAt: null,
    status,
    ...(stopped && { stopped }),
    document,
    step: here.step,
    epoch: here.epoch,
    stepsPerEpoch,
    totalSteps,
    seconds,
    last: { train: lastOf(train), validation: lastOf(validation) },
    best: bestOf(validation),
    checkpoints,
    spark: sparkOf(train),
    bytes:
      checkpoints.reduce((sum, { bytes }) => sum + bytes, 0) +
      Object.values(curves).reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
  return { record, curves, checkpoint };
}
