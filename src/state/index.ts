/**
 * The state of the page, as panels see it: the document (undoable), preferences, the run, its metrics and what can be
 * done with it. Nothing outside this folder talks to the engine or the data worker.
 */

export type {
  BackendReport,
  BatchInput,
  Checkpoint,
  DivergenceReport,
  EarlyStop,
  Evaluation,
  MetricPoint,
  NodeRole,
  RunProgress,
  TensorMap,
} from '@/engine/protocol';
export type {
  ChainruleDocument,
  EarlyStoppingSettings,
  PreprocessingSettings,
  ScheduleSettings,
} from './document';
export { documentSchema, earlyStoppingSchema } from './document';
export {
  documentStore,
  TEMPLATE_IDS,
  type TemplateId,
  type UpdateOptions,
  useDocument,
  useDocumentHistory,
  useOpenTemplate,
} from './documentStore';
export {
  askForDownload,
  type DownloadOffer,
  type DownloadReport,
  downloadActions,
  folderOf,
  showsDownload,
  useDownload,
} from './download';
export {
  type EvaluationState,
  evaluateTest,
  type MistakesMode,
  type MistakesView,
  samplesOf,
  showCell,
  useAutomaticEvaluation,
  useEvaluation,
  useMistakesView,
} from './evaluation';
export { adviseRate } from './learningRates';
export { type LookedAt, lookedAt, useLookedAt } from './lookedAt';
export { type Metrics, useMetrics } from './metricsStore';
export { networkInput } from './networkInput';
export { LANGUAGES, type Language, type Preferences, type Theme, usePreferences } from './preferences';
export {
  type EngineStep,
  type Prediction,
  type RunActions,
  runActions,
  runs,
  type Samples,
  session,
} from './runActions';
export { useRunDocument, useRunNetwork } from './runNetwork';
export { takesPress } from './runStatus';
export {
  type DatasetState,
  type DirtySetting,
  dismissNotice,
  type Failure,
  type Notice,
  notify,
  type RunState,
  type RunStatus,
  useRun,
} from './runStore';
export type { ListedRun } from './runs/archive';
export { type KeptCheckpoint, LAST, type Measured, type RunCurves, type RunRecord, secondsAt } from './runs/records';
export { bestCheckpoint, LIMITS } from './runs/retention';
export { type RunsState, useRunList, useRuns } from './runs/runsStore';
export { seriesOf } from './runs/summary';
export { requestStep, type StepRequest, takeStepRequest } from './stepRequest';
export { useTask } from './task';
export { titleKey } from './titles';
export { inputOf, type SamplesShown, useSamples } from './useSamples';
export { useStorageState } from './useStorageState';
export { useVocabulary, type Vocabulary, type VocabularyGroup } from './vocabulary';
export { type Snapshot, useWatched } from './watched';
export { useWatch } from './watching';
