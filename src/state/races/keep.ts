/**
 * A lane of a race as a run of the library: with its optimizer and schedule in the document, its curves, and where it
 * stands. Opened, it goes on like any other run. What a race has counted from its own start, the run counts so, too.
 */
import type { Checkpoint } from '@/engine/protocol';
import type { ChainruleDocument } from '../document';
import { MetricSeries } from '../metrics';
import type { RunArchive } from '../runs/archive';
import { newRunId, type RunRecord } from '../runs/records';
import { written } from '../runs/written';
import type { RaceConfiguration, RaceLane, RaceSeries, RaceTrainSeries } from './types';

/** What a race was begun from. */
export interface Origin {
  /** The document as the run had it. */
  document: ChainruleDocument;
  /** The run whose weights it took as they were; null from initial weights. */
  run: string | null;
  /** Where that run stood. */
  step: number;
  stepsPerEpoch: number;
  /** Updates of each lane. */
  steps: number;
}

function seriesFor(points: RaceSeries | RaceTrainSeries, last: number, stepsPerEpoch: number): MetricSeries {
  const series = new MetricSeries();
  for (const [i, step] of points.step.entries()) {
    if (step > last) break;
    const accuracy = Number.isNaN(points.accuracy[i]) ? null : points.accuracy[i];
    const learningRate = 'learningRate' in points ? points.learningRate[i] : undefined;
    series.push({ step, epoch: step / stepsPerEpoch, loss: points.loss[i], accuracy, learningRate });
  }
  return series;
}

/** The document with a lane's optimizer, and with epochs enough for what the lane was to train. */
function documentFor(
  { optimizer, schedule }: RaceConfiguration,
  { document, steps, stepsPerEpoch }: Origin,
): ChainruleDocument {
  const { training } = document;
  const [{ weights }] = training.phases;
  const { earlyStopping: _, ...others } = training;
  const epochs = Math.max(training.epochs, Math.ceil(steps / stepsPerEpoch));
  const phases = [{ weights, optimizer, ...(schedule && { schedule }) }];
  return { ...document, training: { ...others, epochs, phases } };
}

async function fromOf(archive: RunArchive, { run, step }: Origin): Promise<RunRecord['from']> {
  const record = run === null ? undefined : (await archive.list()).find((one) => one.record.id === run)?.record;
  return record ? { id: record.id, name: record.name, number: record.number, step } : null;
}

/**
 * Writes a lane to the library.
 * @param lane with all that was measured of it.
 * @returns the id of the run.
 */
export async function keepLane(
  archive: RunArchive,
  lane: RaceLane,
  checkpoint: Checkpoint,
  origin: Origin,
  name?: string,
): Promise<string> {
  const { configuration, train, validation, diverged } = lane;
  const { stepsPerEpoch } = origin;
  const { optimizer } = configuration;
  const document = documentFor(configuration, origin);
  const totalSteps = document.training.epochs * stepsPerEpoch;
  const until = train.step.findLastIndex((step) => step <= checkpoint.step);
  const clock = Float64Array.from(train.step.slice(0, until + 1).flatMap((step, i) => [step, train.seconds[i]]));
  const saved = written(
    {
      id: newRunId(),
      template: document.template,
      name: (name ?? `${optimizer.kind} · ${optimizer.learningRate}`).slice(0, 120),
      number: await archive.nextNumber(document.template),
      createdAt: Date.now(),
      rates: [{ step: 0, learningRate: optimizer.learningRate }],
      from: await fromOf(archive, origin),
      dropped: 0,
      epochs: [],
    },
    {
      checkpoint,
      document,
      status: diverged ? 'diverged' : checkpoint.step >= totalSteps ? 'finished' : 'paused',
      progress: { stepsPerEpoch, totalSteps, stopped: null },
    },
    {
      train: seriesFor(train, checkpoint.step, stepsPerEpoch),
      validation: seriesFor(validation, checkpoint.step, stepsPerEpoch),
      clock,
      seconds: until < 0 ? 0 : train.seconds[until],
    },
  );
  await archive.save({ ...saved, milestone: null });
  return saved.record.id;
}
