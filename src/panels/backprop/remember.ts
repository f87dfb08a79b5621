/**
 * What of a session survives a reload: samples, place, granularity and edits, kept per document. What is read back is
 * checked like anything from outside; whatever does not fit any more is forgotten.
 */
import { z } from 'zod';
import { GRANULARITIES } from '@/core/interpreter/timeline';
import { readStored, writeStored } from '@/state/storage';
import type { Edits } from './model/batch';

const index = z.number().int().min(0);

const memorySchema = z.object({
  choice: z.object({ split: z.enum(['train', 'test']), indices: z.array(index).min(1).max(32) }).nullable(),
  granularity: z.enum(GRANULARITIES as [string, ...string[]]).nullable(),
  position: index,
  pace: z.number().positive().max(100),
  show: z.enum(['both', 'values', 'gradients']),
  asTable: z.boolean(),
  view: z.enum(['network', 'both', 'operations', 'element', 'flow']).catch('both'),
  tool: z.enum(['explain', 'check', 'samples', 'faults', 'practice']).catch('explain'),
  notation: z.enum(['index', 'matrix', 'code']).catch('index'),
  overrides: z
    .object({ activations: z.record(z.string(), z.string()), learningRate: z.number().min(0).nullable() })
    .catch({ activations: {}, learningRate: null }),
  /** Updates made when the edits were: edits of other weights are worthless. */
  step: index.nullable(),
  edits: z.array(z.tuple([z.string(), z.array(z.tuple([index, z.number()]))])).max(64),
});
export type Memory = z.infer<typeof memorySchema>;

const key = (owner: string) => `stepper/1/${owner}`;

export function recall(owner: string): Memory | null {
  const parsed = memorySchema.safeParse(readStored(key(owner)));
  return parsed.success ? parsed.data : null;
}

let last = '';

/** Writes only what differs from what was written last. */
export function remember(owner: string, memory: Memory): void {
  const text = JSON.stringify([owner, memory]);
  if (text === last) return;
  last = text;
  writeStored(key(owner), memory);
}

export const storedEdits = (edits: Edits): Memory['edits'] => [...edits].map(([name, own]) => [name, [...own]]);

export const editsFrom = (stored: Memory['edits']): Edits => new Map(stored.map(([name, own]) => [name, new Map(own)]));
