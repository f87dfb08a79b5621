/** Labels as vectors: a 1 in the place of the class, 0 elsewhere. Labels have no order that numbers would feign. */
import { predictedClass } from '../metrics/classification';

/**
 * Writes the vector of one label into `out` from `at` on; a label that is no class gives zeros.
 * @param label a whole number from 0 on.
 */
export function writeOneHot(out: { [i: number]: number }, at: number, label: number, classes: number): void {
  for (let k = 0; k < classes; k++) out[at + k] = k === label ? 1 : 0;
}

/** Row-major `[labels, classes]`. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float64Array {
  const out = new Float64Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) writeOneHot(out, i * classes, labels[i], classes);
  return out;
}

/** The labels of vectors: the place of the largest number, of equal ones the first. */
export function labelsOf(vectors: ArrayLike<number>, classes: number): Uint32Array {
  return Uint32Array.from({ length: vectors.length / classes }, (_, row) => largest(vectors, row, classes));
}

/** A single class is the class 0, whatever its number. */
const largest = (vectors: ArrayLike<number>, row: number, classes: number) =>
  classes === 1 ? 0 : predictedClass(vectors, row, classes);
