/** How long the run of a document is, for what has to fill it. */
import type { ChainruleDocument } from '@/state';

/** Updates of a whole run, or null while the number of samples is not known. */
export function runLength({ data, training }: ChainruleDocument, samples: number): number | null {
  if (samples < 1) return null;
  const held = Math.max(0, Math.min(Math.round(samples * data.validationShare), samples - 1));
  return Math.ceil((samples - held) / training.batchSize) * training.epochs;
}
