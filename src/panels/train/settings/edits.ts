/** Changes to the document that the training workspace offers, as recipes for `documentStore.update`. */
import type { LossSpec } from '@/core/network/spec';
import type { ChainruleDocument, EarlyStoppingSettings, ScheduleSettings } from '@/state';

type Recipe = (document: ChainruleDocument) => ChainruleDocument;

export type OptimizerSettings = ChainruleDocument['training']['phases'][number]['optimizer'];

/** The optimizer of the document's one training phase. */
export const optimizerOf = (document: ChainruleDocument): OptimizerSettings => document.training.phases[0].optimizer;

export function editTraining(change: Partial<ChainruleDocument['training']>): Recipe {
  return (document) => ({ ...document, training: present({ ...document.training, ...change }) });
}

export function editValidationShare(validationShare: number): Recipe {
  return (document) => ({ ...document, data: { ...document.data, validationShare } });
}

export function setOptimizer(optimizer: OptimizerSettings): Recipe {
  return (document) => withPhase(document, { optimizer });
}

/** Another schedule; undefined for a rate that stays. */
export function setSchedule(schedule: ScheduleSettings | undefined): Recipe {
  return (document) => withPhase(document, { schedule });
}

/** When training ends by itself; undefined for not before the last epoch. */
export function setEarlyStopping(earlyStopping: EarlyStoppingSettings | undefined): Recipe {
  return editTraining({ earlyStopping });
}

export function setLoss(loss: LossSpec): Recipe {
  return (document) => ({ ...document, network: { ...document.network, loss: present(loss) } });
}

type Phase = ChainruleDocument['training']['phases'][number];

function withPhase(document: ChainruleDocument, change: Partial<Phase>): ChainruleDocument {
  const phases = document.training.phases.map((phase) => present({ ...phase, ...change }));
  return { ...document, training: { ...document.training, phases } };
}

/** Without the entries that are undefined: a setting that is taken away leaves nothing behind. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
