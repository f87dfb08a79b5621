/** Records and runs as tests need them: valid, small, and different where a test says so. */
import { TEMPLATES } from '@/core/network/templates';
import type { Checkpoint } from '@/engine/protocol';
import { documentSchema } from '@/state/document';
import { checkpointBytes, type KeptCheckpoint, LAST, type RunRecord, type SavedRun } from '@/state/runs/records';

export const keptAt = (step: number, change: Partial<KeptCheckpoint> = {}): KeptCheckpoint => ({
  slot: `epoch-${step}`,
  step,
  epoch: step,
  bytes: 100,
  savedAt: step,
  loss: null,
  accuracy: null,
  ...change,
});

export const recordOf = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  format: 1,
  id,
  template: 'xor',
  name: null,
  number: 1,
  createdAt: 1,
  updatedAt: 1,
  deletedAt: null,
  status: 'paused',
  document: documentSchema.parse(structuredClone(TEMPLATES.xor)),
  rates: [{ step: 0, learningRate: 0.5 }],
  from: null,
  step: 3,
  epoch: 3,
  stepsPerEpoch: 1,
  totalSteps: 500,
  seconds: 1,
  last: { train: { step: 3, epoch: 3, loss: 0.5, accuracy: null }, validation: null },
  best: null,
  checkpoints: [keptAt(3, { slot: LAST })],
  dropped: 0,
  spark: [0.5],
  bytes: 1000,
  ...change,
});

export const checkpoint = (step: number): Checkpoint => ({
  step,
  weights: { 'hidden/kernel': Float32Array.of(step, -step) },
  states: { 'hidden/kernel/velocity': Float32Array.of(0.5, step) },
});

export const runOf = (record: RunRecord, milestone: string | null = null): SavedRun => ({
  record: { ...record, bytes: checkpointBytes(checkpoint(record.step)) },
  curves: {
    train: Float64Array.of(record.step, record.epoch, 0.5, Number.NaN, 0),
    validation: new Float64Array(0),
    clock: Float64Array.of(record.step, 1.5),
  },
  checkpoint: checkpoint(record.step),
  milestone,
});
