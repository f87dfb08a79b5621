/**
 * NetworkSpec: the description of a network that documents, links and files hold. Names are Keras' in camelCase.
 *
 * The schema here checks form; `validate.ts` checks meaning (shapes, known kinds, settings in range) and offers fixes.
 */
import { z } from 'zod';

z.config({ jitless: true });

/** A layer: `kind` names its definition, the other settings are checked by that definition's own schema. */
export const layerSpecSchema = z
  .object({
    id: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[A-Za-z][\w-]*$/),
    kind: z.string().min(1),
    inputs: z.array(z.string()).optional(),
  })
  .loose();
export type LayerSpec = z.infer<typeof layerSpecSchema>;

export const lossSpecSchema = z.object({ kind: z.string().min(1) }).loose();
export type LossSpec = z.infer<typeof lossSpecSchema>;

export const optimizerSpecSchema = z.object({ kind: z.string().min(1), learningRate: z.number() }).loose();
export type OptimizerSpec = z.infer<typeof optimizerSpecSchema>;

export const networkSpecSchema = z.object({
  format: z.literal(1).default(1),
  name: z.string().max(200).optional(),
  input: z.object({
    shape: z.array(z.number().int().positive()).max(4),
    /** `int32` for whole numbers, such as words by their number; measured values otherwise. */
    dtype: z.enum(['float32', 'int32']).optional(),
  }),
  layers: z.array(layerSpecSchema).max(200),
  loss: lossSpecSchema,
});
export type NetworkSpec = z.infer<typeof networkSpecSchema>;
