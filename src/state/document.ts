/**
 * The document: one JSON value that says everything about a piece of work (network, data, training). It is what undo,
 * autosave, links and files hold. Versioned; `parseDocument` migrates and validates at the door.
 */
import { z } from 'zod';
import { networkSpecSchema, optimizerSpecSchema } from '@/core/network/spec';

/**
 * How the learning rate goes on from the optimizer's: `kind` names the schedule, the other settings are checked by its
 * own definition. `learningRate` is not among them, since it is the optimizer's.
 */
export const scheduleSettingsSchema = z.object({ kind: z.string().min(1) }).loose();
export type ScheduleSettings = z.infer<typeof scheduleSettingsSchema>;

/** When training ends by itself; see core/earlyStopping. */
export const earlyStoppingSchema = z.object({
  monitor: z.enum(['valLoss', 'valAccuracy', 'loss']).default('valLoss'),
  /** Epochs without an improvement. */
  patience: z.number().int().min(0).max(1000).default(3),
  /** A smaller change is no improvement. */
  minDelta: z.number().min(0).max(1e6).default(0),
  restoreBestWeights: z.boolean().default(true),
});
export type EarlyStoppingSettings = z.infer<typeof earlyStoppingSchema>;

/** What is done to the inputs before the network sees them: `kind` names it, its definition checks the rest. */
export const preprocessingSchema = z.object({ kind: z.string().min(1) }).loose();
export type PreprocessingSettings = z.infer<typeof preprocessingSchema>;

export const trainingPhaseSchema = z.object({
  /** Which weights move: all, or those of these layers. */
  weights: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  optimizer: optimizerSpecSchema,
  /** Absent: the learning rate stays. */
  schedule: scheduleSettingsSchema.optional(),
});

export const documentSchema = z.object({
  format: z.literal(1),
  /** The gallery item it began as. */
  template: z.string(),
  name: z.string().max(200),
  network: networkSpecSchema,
  data: z.object({
    id: z.string(),
    validationShare: z.number().min(0).max(0.9),
    /** Absent: samples as they are. */
    preprocessing: preprocessingSchema.optional(),
  }),
  training: z.object({
    seed: z.number().int().min(0).max(0xffffffff),
    epochs: z.number().int().min(1).max(10000),
    batchSize: z.number().int().min(1).max(4096),
    phases: z.array(trainingPhaseSchema).length(1),
    /** Absent: training goes on to the last epoch. */
    earlyStopping: earlyStoppingSchema.optional(),
  }),
});
export type ChainruleDocument = z.infer<typeof documentSchema>;
