/** Settings that layers with kernels share, with Keras' names and defaults, and the weights that follow from them. */
import { z } from 'zod';
import { ACTIVATIONS } from '../activations';
import type { Shape } from '../graph/types';
import { initializerSetting } from '../initializers';
import { constraintSetting, regularizerSetting } from '../regularizers';
import type { WeightSpec } from './types';

export const activationSetting = z.enum(Object.keys(ACTIVATIONS) as [string, ...string[]]).default('linear');

/** Of a layer whose kernel goes by its plain name. */
export const kernelSettings = {
  activation: activationSetting,
  useBias: z.boolean().default(true),
  kernelInitializer: initializerSetting('glorotUniform'),
  biasInitializer: initializerSetting('zeros'),
  /** Whether the bias moves; examples worked by hand often leave theirs as it is. */
  trainBias: z.boolean().default(true),
  kernelRegularizer: regularizerSetting.optional(),
  biasRegularizer: regularizerSetting.optional(),
  kernelConstraint: constraintSetting.optional(),
};
type KernelSettings = z.output<z.ZodObject<typeof kernelSettings>>;

type BiasSettings = Pick<KernelSettings, 'useBias' | 'biasInitializer' | 'biasRegularizer' | 'trainBias'>;

/** The bias of `units` outputs, when there is one. */
export function biasWeight(units: number, given: BiasSettings): WeightSpec[] {
  const { useBias, biasInitializer: initializer, biasRegularizer: regularizer, trainBias: trainable } = given;
  return useBias ? [{ name: 'bias', shape: [units], initializer, regularizer, trainable, symbol: 'b' }] : [];
}

/** A kernel and the bias of its outputs. @param units what the bias has one of each for. */
export function kernelWeights(shape: Shape, units: number, symbol: string, given: KernelSettings): WeightSpec[] {
  const kernel = {
    name: 'kernel',
    shape,
    initializer: given.kernelInitializer,
    regularizer: given.kernelRegularizer,
    constraint: given.kernelConstraint,
    symbol,
  };
  return [kernel, ...biasWeight(units, given)];
}
