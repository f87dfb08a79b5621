/**
 * What page and data worker say to one another. One worker serves one data set: `open` comes first and once; ports and
 * samples are asked for after `opened`.
 */
import type { DatasetInfo, Split } from '@/core/dataset';
import type { DatasetProblem } from './error';

export interface Samples {
  /** As the network sees them (scaled), sample after sample. */
  inputs: Float32Array;
  /** Class labels, or null for regression. */
  labels: Uint8Array | null;
  /** Target vectors, `targetSize` a sample; classes are one-hot. */
  targets: Float32Array;
}

export type DataCommand =
  | { type: 'open'; dataset: string; base: string }
  /** Stream the whole set (DataMessage) to whoever holds the other end of this port. */
  | { type: 'connect'; port: MessagePort }
  | { type: 'samples'; request: number; split: Split; indices: Uint32Array };

export type DataEvent =
  | { type: 'progress'; loaded: number; total: number }
  | { type: 'opened'; info: DatasetInfo }
  | { type: 'failed'; problem: DatasetProblem }
  | { type: 'samples'; request: number; samples: Samples };
