/**
 * What the screen knows about the run: a plain store that the run's controller writes and components read through
 * narrow selectors. Numbers that change with every batch arrive here at most five times a second.
 */
import { create } from 'zustand';
import type { DatasetInfo } from '@/core/dataset';
import type { NetworkSpec } from '@/core/network/spec';
import type { Fitted } from '@/core/preprocessing';
import type { BackendReport, DivergenceReport, RunProgress } from '@/engine/protocol';

export type RunStatus =
  | 'idle'
  | 'loadingData'
  | 'building'
  | 'ready'
  | 'playing'
  | 'paused'
  | 'finished'
  | 'diverged'
  | 'error';

/** A setting that was changed and takes effect only with a reset. Worded as `errors:dirty.<name>`. */
export type DirtySetting =
  | 'units'
  | 'activation'
  | 'layers'
  | 'loss'
  | 'batchSize'
  | 'optimizer'
  | 'schedule'
  | 'preprocessing'
  | 'validationShare'
  | 'seed';

/** A failure for people: worded as `errors:<code>` with these parameters. */
export interface Failure {
  code: string;
  params: Record<string, string | number>;
}

export interface DatasetState {
  info: DatasetInfo | null;
  /** Bytes, or samples, that have arrived, and of how many; both 0 before the first report. */
  loaded: number;
  total: number;
  error: Failure | null;
}

/** A message that appears once, is read aloud and can be dismissed. Worded as `errors:notice.<code>`. */
export interface Notice {
  id: number;
  kind: 'info' | 'warning' | 'error';
  code: string;
  params: Record<string, string | number>;
}

export interface RunState {
  status: RunStatus;
  /** Why `status` is 'error'. */
  error: Failure | null;
  dataset: DatasetState;
  backend: BackendReport | null;
  progress: RunProgress | null;
  trainCount: number;
  validationCount: number;
  /** What the run's inputs go through, fitted to its training samples; null: they stay as they are. */
  preprocessing: Fitted | null;
  divergence: DivergenceReport | null;
  /** The largest learning rate that has trained this network well and is clearly below the one that diverged. */
  stableRate: number | null;
  notices: Notice[];
  /** Settings that differ from those the run was built with and need a reset, see `runActions.applySettings`. */
  dirty: DirtySetting[];
  /** Of these, the settings of single layers: `conv1/kernelSize`. */
  dirtyLayers: readonly string[];
  /** The network of the run: until a reset not the document's, where settings were changed. Null before there is a run. */
  network: NetworkSpec | null;
  /** Batches a second at most, or null for as fast as it goes. */
  speed: number | null;
  /** Counts up whenever the engine's weights have changed: while playing at most five times a second. */
  checkpointVersion: number;
}

export const emptyDataset: DatasetState = { info: null, loaded: 0, total: 0, error: null };

export const initialRun: RunState = {
  status: 'idle',
  error: null,
  dataset: emptyDataset,
  backend: null,
  progress: null,
  trainCount: 0,
  validationCount: 0,
  preprocessing: null,
  divergence: null,
  stableRate: null,
  notices: [],
  dirty: [],
  dirtyLayers: [],
  network: null,
  speed: null,
  checkpointVersion: 0,
};

export const useRun = create<RunState>()(() => initialRun);

let nextNotice = 1;

/** Shows a notice. The same code is shown once at a time: a repeat replaces the earlier one. */
export function notify(kind: Notice['kind'], code: string, params: Notice['params'] = {}): void {
  const notice: Notice = { id: nextNotice++, kind, code, params };
  useRun.setState((state) => ({ notices: [...state.notices.filter((other) => other.code !== code), notice] }));
}

export function dismissNotice(id: number): void {
  useRun.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Takes a notice away that does not hold any more. */
export function dismissCode(code: string): void {
  useRun.setState((state) => ({ notices: state.notices.filter((notice) => notice.code !== code) }));
}
