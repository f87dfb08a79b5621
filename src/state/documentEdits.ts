/** Changes to the document that the run's own controls make. */
import { documentStore } from './documentStore';

/** Seeds drawn for a new one are short enough to be told to a neighbour. */
const SEEDS = 10_000;

export function setDocumentRate(learningRate: number): void {
  documentStore.update(
    (document) => {
      const phases = document.training.phases.map((phase) => ({
        ...phase,
        optimizer: { ...phase.optimizer, learningRate },
      }));
      return { ...document, training: { ...document.training, phases } };
    },
    { merge: 'learningRate' },
  );
}

export function setDocumentEpochs(epochs: number): void {
  documentStore.update((document) => ({ ...document, training: { ...document.training, epochs } }));
}

export function drawDocumentSeed(): void {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  const seed = random % SEEDS;
  documentStore.update((document) => ({ ...document, training: { ...document.training, seed } }));
}
