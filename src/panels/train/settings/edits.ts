/** Changes to the document that the training workspace offers, as recipes for `documentStore.update`. */
import type { ChainruleDocument } from '@/state';

type Recipe = (document: ChainruleDocument) => ChainruleDocument;

export type OptimizerSettings = ChainruleDocument['training']['phases'][number]['optimizer'];

/** The optimizer of the document's one training phase. */
export const optimizerOf = (document: ChainruleDocument): OptimizerSettings => document.training.phases[0].optimizer;

/** Changes some settings of one layer. */
export function editLayer(id: string, change: Record<string, unknown>): Recipe {
  return (document) => ({
    ...document,
    network: {
      ...document.network,
      layers: document.network.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)),
    },
  });
}

export function editTraining(change: Partial<ChainruleDocument['training']>): Recipe {
  return (document) => ({ ...document, training: { ...document.training, ...change } });
}

export function editValidationShare(validationShare: number): Recipe {
  return (document) => ({ ...document, data: { ...document.data, validationShare } });
}

/** Changes some settings of the optimizer, its kind among them. */
export function editOptimizer(change: Partial<OptimizerSettings>): Recipe {
  return (document) => withOptimizer(document, { ...optimizerOf(document), ...change });
}

/** Another optimizer with its own defaults; the learning rate stays. */
export function chooseOptimizer(kind: string, defaults: Record<string, unknown>): Recipe {
  return (document) => withOptimizer(document, { ...defaults, kind, learningRate: optimizerOf(document).learningRate });
}

function withOptimizer(document: ChainruleDocument, optimizer: OptimizerSettings): ChainruleDocument {
  const phases = document.training.phases.map((phase) => ({ ...phase, optimizer }));
  return { ...document, training: { ...document.training, phases } };
}
