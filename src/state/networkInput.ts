/**
 * Samples as the network gets them: the data worker gives them as they are, and here they go through what the engine has
 * fitted, by the same function that the engine gathers its batches with.
 */
import { applyPreprocessing } from '@/core/preprocessing';
import { useRun } from './runStore';

/** The same array where nothing is done to the inputs. @param values whole samples as the data have them. */
export function networkInput(values: Float32Array): Float32Array {
  const { preprocessing } = useRun.getState();
  // What was fitted to another data set says nothing of these.
  if (preprocessing === null || values.length % preprocessing.features !== 0) return values;
  return applyPreprocessing(preprocessing, values, new Float32Array(values.length));
}
