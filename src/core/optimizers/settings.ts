/** Settings that optimizers share, with their ranges. */
import { z } from 'zod';

/** η > 0. The upper end is far beyond what trains, so that divergence can be seen. */
export const learningRate = (value: number) => z.number().positive().max(1e6).default(value);
/** Decay rates of running averages: 0 ≤ β < 1. */
export const decay = (value: number) => z.number().min(0).lt(1).default(value);
/** λ: each step takes the share ηλ off the weight. */
export const weightDecay = (value: number) => z.number().min(0).max(1).default(value);
export const epsilon = (value: number) => z.number().positive().max(1).default(value);

/**
 * What every optimizer accepts besides its own settings. Clipping comes before anything else: the norm of all tensors
 * together, each tensor's norm, each element. Then the weights decay, θ ← θ − ηλθ, apart from the gradient (Loshchilov and
 * Hutter, ICLR 2019), before the optimizer's own lines; those with a `weightDecay` of their own have it there.
 */
export const commonSchema = z.object({
  clipValue: z.number().positive().optional(),
  clipNorm: z.number().positive().optional(),
  globalClipNorm: z.number().positive().optional(),
  weightDecay: z.number().min(0).max(1).optional(),
});
export type CommonSettings = z.infer<typeof commonSchema>;
