/** A race as files: all points as comma-separated values, and the whole race with its settings as JSON. */
import { type CsvCell, csv } from '@/export/csv';
import type { RaceLane, RaceState } from '@/state/races/types';

const HEAD = [
  'configuration',
  'optimizer',
  'series',
  'step',
  'epoch',
  'seconds',
  'loss',
  'accuracy',
  'learningRate',
  'gradientNorm',
];

const cell = (value: number | undefined): CsvCell => (value === undefined || Number.isNaN(value) ? null : value);

/** One row a measured moment, for spreadsheets and pandas. What was not measured is empty. */
export function csvOf(lanes: readonly RaceLane[], stepsPerEpoch: number): string {
  const rows = lanes.flatMap(({ configuration: { id, optimizer }, train, validation }) => {
    const common = (part: string, step: number, seconds: number) => [
      id,
      optimizer.kind,
      part,
      step,
      stepsPerEpoch > 0 ? step / stepsPerEpoch : null,
      Number(seconds.toFixed(3)),
    ];
    return [
      ...train.step.map((step, i) => [
        ...common('train', step, train.seconds[i]),
        cell(train.loss[i]),
        cell(train.accuracy[i]),
        cell(train.learningRate[i]),
        cell(train.gradientNorm[i]),
      ]),
      ...validation.step.map((step, i) => [
        ...common('validation', step, validation.seconds[i]),
        cell(validation.loss[i]),
        cell(validation.accuracy[i]),
        null,
        null,
      ]),
    ];
  });
  return csv([HEAD, ...rows]);
}

/** Settings and results, as the race had them. Numbers that are not finite are null, as JSON has no others. */
export function jsonOf({ settings, stepsPerEpoch, lanes, document }: RaceState): string {
  if (!document) throw new Error('There is no race.');
  const { network, data, training } = document;
  const { seed, batchSize } = training;
  const file = { format: 'chainrule-race', version: 1, network, data, seed, batchSize, stepsPerEpoch, settings, lanes };
  return `${JSON.stringify(file, null, 1)}\n`;
}
