/**
 * The document: one JSON value that says everything about a piece of work (network, data, training). It is what undo,
 * autosave, links and files hold. Versioned; `parseDocument` migrates and validates at the door.
 */
import { z } from 'zod';
import { networkSpecSchema, optimizerSpecSchema } from '@/core/network/spec';

export const trainingPhaseSchema = z.object({
  /** Which weights move: all, or those of these layers. */
  weights: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  optimizer: optimizerSpecSchema,
});

export const documentSchema = z.object({
  format: z.literal(1),
  /** The gallery item it began as. */
  template: z.string(),
  name: z.string().max(200),
  network: networkSpecSchema,
  data: z.object({ id: z.string(), validationShare: z.number().min(0).max(0.9) }),
  training: z.object({
    seed: z.number().int().min(0).max(0xffffffff),
    epochs: z.number().int().min(1).max(10000),
    batchSize: z.number().int().min(1).max(4096),
    phases: z.array(trainingPhaseSchema).length(1),
  }),
});
export type ChainruleDocument = z.infer<typeof documentSchema>;
