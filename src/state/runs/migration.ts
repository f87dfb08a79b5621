/** A run as the first version of the database kept it, one a template, as a record of today. */
import type { Checkpoint } from '@/engine/protocol';
import { documentSchema } from '../document';
import type { RunSettings } from '../runSettings';
import { checkpointBytes, LAST, newRunId, type RunRecord, type SavedRun } from './records';
import { bestOf, lastOf, seriesOf, sparkOf } from './summary';

export interface FirstSavedRun {
  template: string;
  savedAt: number;
  settings: RunSettings;
  checkpoint: Checkpoint;
  metrics: { train: Float64Array; validation: Float64Array };
}

/** Null when it is not what it should be. */
export function migrated(first: FirstSavedRun): SavedRun | null {
  try {
    const { template, savedAt, settings, checkpoint, metrics } = first;
    const { optimizer, validationShare, seed, epochs, batchSize } = settings.training;
    const document = documentSchema.parse({
      format: 1,
      template,
      name: '',
      network: settings.network,
      data: { id: settings.dataset, validationShare },
      training: { seed, epochs, batchSize, phases: [{ weights: 'all', optimizer }] },
    });
    const series = { train: seriesOf(metrics.train), validation: seriesOf(metrics.validation) };
    const train = lastOf(series.train);
    const stepsPerEpoch = train && train.epoch > 0 ? Math.max(1, Math.round(train.step / train.epoch)) : 1;
    const epoch = checkpoint.step / stepsPerEpoch;
    const curves = { ...metrics, clock: new Float64Array(0) };
    const bytes = checkpointBytes(checkpoint);
    const { step } = checkpoint;
    const kept = { slot: LAST, step, epoch, bytes, savedAt, loss: null, accuracy: null };
    const record: RunRecord = {
      format: 1,
      id: newRunId(),
      template,
      name: null,
      number: 1,
      createdAt: savedAt,
      updatedAt: savedAt,
      deletedAt: null,
      status: 'paused',
      document,
      rates: [{ step: 0, learningRate: optimizer.learningRate }],
      from: null,
      step,
      epoch,
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * epochs,
      seconds: 0,
      last: { train, validation: lastOf(series.validation) },
      best: bestOf(series.validation),
      checkpoints: [kept],
      dropped: 0,
      spark: sparkOf(series.train),
      bytes: bytes + metrics.train.byteLength + metrics.validation.byteLength,
    };
    return { record, curves, checkpoint, milestone: null };
  } catch {
    return null;
  }
}
