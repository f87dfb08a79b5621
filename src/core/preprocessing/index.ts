/**
 * The registry of preprocessings, and how they are fitted, applied and undone. Adding one is a file with a definition
 * and a line here.
 */
import type { z } from 'zod';
import { GraphError } from '../ops/types';
import { applyAffine, invertAffine } from './affine';
import { applyLinear, invertLinear } from './linear';
import { log } from './log';
import { minMax } from './minMax';
import { pcaWhitening } from './pcaWhitening';
import { standard } from './standard';
import type { FeatureRows, Fitted, PreprocessingDefinition, PreprocessingSpec } from './types';
import { zca } from './zca';

export { rowsOf } from './rows';
export type {
  FeatureRows,
  Fitted,
  FittedAffine,
  FittedLinear,
  PreprocessingDefinition,
  PreprocessingSpec,
} from './types';

export const PREPROCESSINGS: Readonly<Record<string, PreprocessingDefinition>> = Object.fromEntries(
  [minMax, standard, pcaWhitening, zca, log].map((definition) => [definition.kind, definition]),
);

/**
 * Looks a preprocessing up and fills in its settings.
 * @throws GraphError `unknownPreprocessing` or `preprocessingSetting`
 */
export function preprocessingOf({ kind, ...given }: PreprocessingSpec): {
  definition: PreprocessingDefinition;
  settings: Record<string, unknown>;
} {
  const definition = PREPROCESSINGS[kind];
  if (!definition) throw new GraphError('unknownPreprocessing', { preprocessing: kind });
  const parsed = definition.settings.safeParse(given) as z.ZodSafeParseResult<Record<string, unknown>>;
  if (parsed.error) {
    const setting = String(parsed.error.issues[0].path[0] ?? '');
    throw new GraphError('preprocessingSetting', { preprocessing: kind, setting });
  }
  return { definition, settings: parsed.data };
}

/** Measures on training samples what `spec` needs. @throws GraphError as `preprocessingOf`, or `logDomain`. */
export function fitPreprocessing(spec: PreprocessingSpec, rows: FeatureRows): Fitted {
  const { definition, settings } = preprocessingOf(spec);
  return definition.fit(rows, settings as never);
}

type Numbers = Float32Array | Float64Array;

/**
 * Samples as the network gets them.
 * @param values whole rows of `fitted.features` numbers.
 * @param out as long as `values`, and may be the same array.
 */
export function applyPreprocessing<Out extends Numbers>(fitted: Fitted, values: ArrayLike<number>, out: Out): Out {
  if (fitted.form === 'affine') applyAffine(fitted, values, out);
  else if (fitted.form === 'linear') applyLinear(fitted, values, out);
  else applyLog(values, out);
  return out;
}

/** Whether every number becomes another by itself, wherever in the sample it is: then a table of all bytes says it all. */
export function isPointwise(fitted: Fitted): boolean {
  if (fitted.form !== 'affine') return fitted.form === 'log';
  const { origin, factor } = fitted;
  return origin.every((value) => value === origin[0]) && factor.every((value) => value === factor[0]);
}

/** ln(1 + x); four fifths of a digit's pixels are 0 and need no logarithm. */
function applyLog(values: ArrayLike<number>, out: Numbers): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    out[i] = value === 0 ? 0 : Math.log1p(value);
  }
}

/** The way back; of directions that were left out or have no variance what comes back is the training data's mean. */
export function invertPreprocessing<Out extends Numbers>(fitted: Fitted, values: ArrayLike<number>, out: Out): Out {
  if (fitted.form === 'affine') invertAffine(fitted, values, out);
  else if (fitted.form === 'linear') invertLinear(fitted, values, out);
  else for (let i = 0; i < values.length; i++) out[i] = Math.expm1(values[i]);
  return out;
}
