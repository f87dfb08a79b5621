/** Settings that optimizers share, with their ranges. */
import { z } from 'zod';

/** η > 0. The upper end is far beyond what trains, so that divergence can be seen. */
export const learningRate = (value: number) => z.number().positive().max(1e6).default(value);
/** Decay rates of running averages: 0 ≤ β < 1. */
export const decay = (value: number) => z.number().min(0).lt(1).default(value);
/** λ: each step takes the share ηλ off the weight. */
export const weightDecay = (value: number) => z.number().min(0).max(1).default(value);
export const epsilon = (value: number) => z.number().positive().max(1).default(value);

/** Clipping, before anything else: each element, each tensor's norm, the norm of all tensors together. */
export const clippingSchema = z.object({
  clipValue: z.number().positive().optional(),
  clipNorm: z.number().positive().optional(),
  globalClipNorm: z.number().positive().optional(),
});
export type Clipping = z.infer<typeof clippingSchema>;
