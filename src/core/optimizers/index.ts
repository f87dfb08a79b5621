/** The registry of optimizers. Adding one is one file and one line here. */
import { z } from 'zod';
import { GraphError } from '../ops/types';
import { rangeAt, settingAt } from '../settingAt';
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
import { type CommonSettings, commonSchema } from './settings';
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
  /** Clipping and weight decay, where they are asked for. */
  common: CommonSettings;
}

/**
 * Looks an optimizer up and checks its settings.
 * @throws GraphError `unknownOptimizer` or `optimizerSetting`, with the `range` of a number.
 */
export function optimizerOf(spec: { kind: string } & Record<string, unknown>): ResolvedOptimizer {
  const { kind, clipValue, clipNorm, globalClipNorm, ...others } = spec;
  const definition = OPTIMIZERS[kind];
  if (!definition) throw new GraphError('unknownOptimizer', { optimizer: kind });
  const { weightDecay, ...rest } = others;
  const own = definition.settings instanceof z.ZodObject && 'weightDecay' in definition.settings.shape;
  const settings = definition.settings.safeParse(own ? others : rest) as z.ZodSafeParseResult<
    ResolvedOptimizer['settings']
  >;
  const clipping = { clipValue, clipNorm, globalClipNorm };
  const common = commonSchema.safeParse(own ? clipping : { ...clipping, weightDecay });
  const failed = settings.error ?? common.error;
  if (failed) {
    const setting = settingAt(failed);
    const range = rangeAt(settings.error ? definition.settings : commonSchema, [setting]);
    throw new GraphError('optimizerSetting', { optimizer: kind, setting, ...(range && { range }) });
  }
  return { definition, settings: settings.data!, common: common.data! };
}
