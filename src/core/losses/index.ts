/** The registry of losses. Adding one is one file and one line here. */
import type { z } from 'zod';
import { GraphError } from '../ops/types';
import { settingAt } from '../settingAt';
import { binaryCrossentropy } from './binaryCrossentropy';
import { categoricalCrossentropy } from './categoricalCrossentropy';
import { cosineSimilarity } from './cosineSimilarity';
import { halfSquaredError } from './halfSquaredError';
import { hinge } from './hinge';
import { huber } from './huber';
import { klDivergence } from './klDivergence';
import { logCosh } from './logCosh';
import { meanAbsoluteError } from './meanAbsoluteError';
import { meanSquaredError } from './meanSquaredError';
import { perceptron } from './perceptron';
import { poisson } from './poisson';
import { sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy';
import { squaredHinge } from './squaredHinge';
import type { LossDefinition } from './types';
import { zeroOne } from './zeroOne';

export const LOSSES: Readonly<Record<string, LossDefinition>> = Object.fromEntries(
  [
    meanSquaredError,
    meanAbsoluteError,
    halfSquaredError,
    huber,
    logCosh,
    binaryCrossentropy,
    categoricalCrossentropy,
    sparseCategoricalCrossentropy,
    hinge,
    squaredHinge,
    perceptron,
    klDivergence,
    poisson,
    cosineSimilarity,
    zeroOne,
  ].map((loss) => [loss.kind, loss as unknown as LossDefinition]),
);

/** Looks a loss up and checks its settings. @throws GraphError `unknownLoss` or `lossSetting`. */
export function lossOf(spec: { kind: string } & Record<string, unknown>) {
  const { kind, ...given } = spec;
  const definition = LOSSES[kind];
  if (!definition) throw new GraphError('unknownLoss', { loss: kind });
  const parsed = definition.settings.safeParse(given) as z.ZodSafeParseResult<Record<string, unknown>>;
  if (!parsed.success) throw new GraphError('lossSetting', { loss: kind, setting: settingAt(parsed.error) });
  return { definition, settings: parsed.data };
}
