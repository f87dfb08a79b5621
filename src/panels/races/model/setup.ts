/** A race as it is set up: who races, from where and how far. Kept for each template, and checked when it is read. */
import { z } from 'zod';
import { optimizerSpecSchema } from '@/core/network/spec';
import { optimizerOf } from '@/core/optimizers';
import { courseOf } from '@/core/schedules/rate';
import { groupOf } from '@/parts/settings/optimizerFields';
import { type ChainruleDocument, documentSchema } from '@/state';
import type { RaceConfiguration, RaceSettings } from '@/state/races/types';

export const FEWEST = 2;
export const MOST = 6;
export const MOST_STEPS = 50_000;

/** Whether a configuration can be trained with: its settings are known and in range. */
function isSound({ optimizer, schedule }: RaceConfiguration): boolean {
  try {
    optimizerOf(optimizer);
    courseOf(optimizer.learningRate, schedule);
    return true;
  } catch {
    return false;
  }
}

const configurationSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/i),
    optimizer: optimizerSpecSchema,
    schedule: documentSchema.shape.training.shape.phases.element.shape.schedule,
    resetEveryEpoch: z.boolean().optional(),
  })
  .refine(isSound);

export const lengthSchema = z.object({
  unit: z.enum(['steps', 'epochs']),
  count: z.number().positive().max(MOST_STEPS),
});
export type RaceLength = z.infer<typeof lengthSchema>;

export const setupSchema = z
  .object({
    configurations: z.array(configurationSchema).min(FEWEST).max(MOST),
    from: z.enum(['here', 'initial']),
    length: lengthSchema,
    targetAccuracy: z.number().min(0).max(1),
  })
  .refine(({ configurations }) => new Set(configurations.map(({ id }) => id)).size === configurations.length);
export type RaceSetup = z.infer<typeof setupSchema>;

/** Updates of a length; null while nobody knows how many an epoch has. */
export function stepsOf({ unit, count }: RaceLength, stepsPerEpoch: number | null): number | null {
  if (unit === 'steps') return Math.min(MOST_STEPS, Math.max(1, Math.round(count)));
  return stepsPerEpoch === null ? null : Math.min(MOST_STEPS, Math.max(1, Math.round(count * stepsPerEpoch)));
}

/** What is handed to the engine. @param classes whether the network tells classes apart. */
export function settingsOf(setup: RaceSetup, stepsPerEpoch: number | null, classes: boolean): RaceSettings | null {
  const steps = stepsOf(setup.length, stepsPerEpoch);
  if (steps === null) return null;
  const { configurations, from, targetAccuracy } = setup;
  return { configurations, from, steps, targetAccuracy: classes ? targetAccuracy : null };
}

const sized = (kind: string, learningRate: number, more: Record<string, unknown> = {}): RaceConfiguration => ({
  id: kind,
  optimizer: { kind, learningRate, ...more },
});

/** Whether an optimizer's steps have the size of the rate, whatever the size of the gradient. */
const isAdaptive = (kind: string): boolean => groupOf(kind) === 'adaptive' || groupOf(kind) === 'sign';

/** So much larger a rate is, as a rule, for steps that have the size of the gradient. */
const LARGER = 30;

/** Epochs of a training that are short ones, and the most for a race that nobody has set up. */
const MANY_EPOCHS = 20;
const MOST_EPOCHS = 200;

const round = (value: number) => Number(value.toPrecision(1));

/** The optimizer of the document against two of the best known, with rates that go with its own. */
export function firstSetup(document: ChainruleDocument): RaceSetup {
  const { epochs, phases } = document.training;
  const { optimizer, schedule } = phases[0];
  const own: RaceConfiguration = { id: optimizer.kind, optimizer, ...(schedule && { schedule }) };
  const adaptive = isAdaptive(optimizer.kind);
  const plain = Math.min(1, round(adaptive ? optimizer.learningRate * LARGER : optimizer.learningRate));
  const small = Math.min(0.1, round(adaptive ? optimizer.learningRate : optimizer.learningRate / LARGER));
  const others = [sized('sgd', plain), sized('momentum', plain), sized('adam', small)];
  return {
    configurations: [own, ...others.filter(({ id }) => id !== own.id)].slice(0, 3),
    from: 'here',
    // Where many epochs are planned, one of them shows nothing.
    length: { unit: 'epochs', count: epochs < MANY_EPOCHS ? 1 : Math.min(MOST_EPOCHS, Math.round(epochs / 2)) },
    targetAccuracy: 0.9,
  };
}

/**
 * The six that every course names, on MNIST. Each with the best of three rates in one epoch of the template's MLP, by
 * validation loss: SGD 0.31, 0.22, 0.17 at 0.1, 0.3, 1; momentum 0.21, 0.14, 0.17 and Nesterov 0.22, 0.15, 0.15 at 0.03,
 * 0.1, 0.3; Adagrad 0.34, 0.28, 0.22 at 0.02, 0.05, 0.1; RMSprop 0.22, 0.17, 0.15 at 0.001, 0.002, 0.004; Adam 0.21, 0.16,
 * 0.13 at 0.001, 0.002, 0.005.
 */
export function sixOptimizers(): RaceSetup {
  return {
    configurations: [
      sized('sgd', 1),
      sized('momentum', 0.1),
      sized('nesterov', 0.1),
      sized('adagrad', 0.1),
      sized('rmsprop', 0.004),
      sized('adam', 0.005),
    ],
    from: 'initial',
    length: { unit: 'epochs', count: 1 },
    targetAccuracy: 0.95,
  };
}

/** An id that no configuration has yet, said of what it is. */
export function freshId(kind: string, configurations: readonly RaceConfiguration[]): string {
  const taken = new Set(configurations.map(({ id }) => id));
  if (!taken.has(kind)) return kind;
  for (let n = 2; ; n++) if (!taken.has(`${kind}-${n}`)) return `${kind}-${n}`;
}

/** Those that are likely to be wanted next. */
const NEXT = ['adam', 'momentum', 'sgd', 'rmsprop', 'nesterov', 'adagrad', 'adamw', 'lion'];

/** One more: an optimizer that does not race yet, with the rate of one like it. */
export function withOneMore(configurations: readonly RaceConfiguration[]): readonly RaceConfiguration[] {
  if (configurations.length >= MOST) return configurations;
  const kinds = new Set(configurations.map(({ optimizer }) => optimizer.kind));
  const kind = NEXT.find((one) => !kinds.has(one)) ?? 'adam';
  const like = configurations.find(({ optimizer }) => isAdaptive(optimizer.kind) === isAdaptive(kind));
  const rate = like?.optimizer.learningRate ?? optimizerOf({ kind }).settings.learningRate;
  return [...configurations, { ...sized(kind, rate), id: freshId(kind, configurations) }];
}

/** A copy beside the original, to change one setting of it. */
export function withCopy(configurations: readonly RaceConfiguration[], id: string): readonly RaceConfiguration[] {
  const at = configurations.findIndex((one) => one.id === id);
  if (at < 0 || configurations.length >= MOST) return configurations;
  const copy = {
    ...structuredClone(configurations[at]),
    id: freshId(configurations[at].optimizer.kind, configurations),
  };
  return configurations.toSpliced(at + 1, 0, copy);
}

/** Whether an optimizer remembers anything that could be lost. */
export function hasMemory(optimizer: RaceConfiguration['optimizer']): boolean {
  const { definition, settings } = optimizerOf(optimizer);
  return definition.state(settings).length > 0;
}
