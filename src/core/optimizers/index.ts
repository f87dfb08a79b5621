/** The registry of optimizers. Adding one is one file and one line here. */
import type { z } from 'zod';
import { GraphError } from '../ops/types';
import { adadelta } from './adadelta';
import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamax } from './adamax';
import { adamw } from './adamw';
import { lion } from './lion';
import { momentum } from './momentum';
import { nadam } from './nadam';
import { nesterov } from './nesterov';
import { radam } from './radam';
import { rmsprop } from './rmsprop';
import { type Clipping, clippingSchema } from './settings';
import { sgd } from './sgd';
import { sgdw } from './sgdw';
import type { OptimizerDefinition } from './types';

export const OPTIMIZERS: Readonly<Record<string, OptimizerDefinition>> = Object.fromEntries(
  [sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam, adamw, adamax, nadam, radam, lion, sgdw].map(
    (optimizer) => [optimizer.kind, optimizer as unknown as OptimizerDefinition],
  ),
);

export interface ResolvedOptimizer {
  definition: OptimizerDefinition;
  /** With defaults filled in. */
  settings: Record<string, unknown> & { learningRate: number };
  clipping: Clipping;
}

/** Looks an optimizer up and checks its settings. @throws GraphError `unknownOptimizer` or `optimizerSetting`. */
export function optimizerOf(spec: { kind: string } & Record<string, unknown>): ResolvedOptimizer {
  const { kind, clipValue, clipNorm, globalClipNorm, ...given } = spec;
  const definition = OPTIMIZERS[kind];
  if (!definition) throw new GraphError('unknownOptimizer', { optimizer: kind });
  const settings = definition.settings.safeParse(given) as z.ZodSafeParseResult<ResolvedOptimizer['settings']>;
  const clipping = clippingSchema.safeParse({ clipValue, clipNorm, globalClipNorm });
  const failed = settings.error ?? clipping.error;
  if (failed) throw new GraphError('optimizerSetting', { optimizer: kind, setting: String(failed.issues[0].path) });
  return { definition, settings: settings.data!, clipping: clipping.data! };
}
