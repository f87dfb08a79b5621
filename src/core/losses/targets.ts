/**
 * The form a loss wants its targets in. Data give vectors: one-hot for classes, 0 or 1 for a yes or no, numbers for
 * regression. Margin losses count from −1 and 1, sparse ones are given the number of the class.
 */
import { LOSSES } from '.';

/** `vector`: as the data have them; `sign`: 0 becomes −1; `index`: the number of the class. */
export type TargetForm = 'vector' | 'sign' | 'index';

const MARGINS: ReadonlySet<string> = new Set(['hinge', 'squaredHinge', 'perceptron']);

export function targetForm({ kind }: { kind: string }): TargetForm {
  if (MARGINS.has(kind)) return 'sign';
  return LOSSES[kind]?.targetShape ? 'index' : 'vector';
}

/**
 * Writes the data's targets in a loss's form.
 * @param vectors rows of `width` numbers, as the data have them.
 * @param out one number a row for `index`, else as many as `vectors`. Classes that are numbers already stay as they are.
 */
export function writeTargets(form: TargetForm, vectors: Float32Array, width: number, out: Float32Array): void {
  if (form === 'sign') for (let i = 0; i < out.length; i++) out[i] = 2 * vectors[i] - 1;
  else if (form === 'vector' || width === 1) out.set(vectors);
  else for (let row = 0; row < out.length; row++) out[row] = largest(vectors, row * width, width);
}

/** Place of the largest of `width` values from `from` on, the first of equal ones. */
export function largest(values: ArrayLike<number>, from: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}
