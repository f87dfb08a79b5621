/**
 * Races with a lesson. Each is a race as any other, so that all of it can be changed; what the lesson says
 * (`lessons:<id>`) is true of its numbers, which tests/unit/panels/optimizers/presets.test.ts runs.
 */
import { surfaceOf } from '@/core/racing/surfaces';
import type { RacerSpec, SurfaceSpec } from '@/core/racing/types';
import { FIRST, type RaceDocument } from '../store';

export interface Preset {
  /** Part of the address; words are under it in `lessons`. */
  id: string;
  document: RaceDocument;
}

/** A racer, called by its id unless its optimizer says enough. */
function racer(
  id: string,
  kind: string,
  learningRate: number,
  settings: Record<string, number | boolean> = {},
  besides: Pick<RacerSpec, 'schedule' | 'resetEvery'> = {},
): RacerSpec {
  return { id, optimizer: { kind, learningRate, ...settings }, ...besides };
}

/** A race where the surface is best begun, without noise, unless it says otherwise. */
function on(
  ground: string | SurfaceSpec,
  racers: readonly RacerSpec[],
  change: Partial<RaceDocument> = {},
): RaceDocument {
  const surface: SurfaceSpec = typeof ground === 'string' ? { kind: ground } : ground;
  const { window, start, steps, noise } = surfaceOf(surface);
  return { surface, window, start, racers, steps, seed: 1, noise, batchSize: 0, ...change };
}

const named = (names: Record<string, string>): Pick<RaceDocument, 'names'> => ({ names });

/** Down from the left wall of the valley, as the first race goes. */
const VALLEY = { start: FIRST.start, steps: 400 };

export const PRESETS: readonly Preset[] = [
  { id: 'valley', document: FIRST },
  {
    id: 'momentum',
    document: on('ravine', [racer('sgd', 'sgd', 0.05), racer('momentum', 'momentum', 0.05)], { steps: 60 }),
  },
  {
    id: 'nesterov',
    document: on(
      'ravine',
      [racer('momentum', 'momentum', 0.1, { momentum: 0.95 }), racer('nesterov', 'nesterov', 0.1, { momentum: 0.95 })],
      { steps: 60 },
    ),
  },
  {
    id: 'adagrad',
    document: on(
      'rosenbrock',
      [racer('slow', 'adagrad', 0.05), racer('middle', 'adagrad', 0.15), racer('fast', 'adagrad', 0.5)],
      { ...VALLEY, steps: 1000 },
    ),
  },
  {
    id: 'rmsprop',
    document: on(
      'rosenbrock',
      [racer('adagrad', 'adagrad', 0.5), racer('rmsprop', 'rmsprop', 0.01), racer('adadelta', 'adadelta', 5)],
      { ...VALLEY, steps: 1000 },
    ),
  },
  {
    id: 'bias-correction',
    document: on(
      'ravine',
      [racer('corrected', 'adam', 0.2), racer('uncorrected', 'adam', 0.2, { biasCorrection: false })],
      { steps: 100, ...named({ corrected: 'Adam', uncorrected: 'Adam, m / √v' }) },
    ),
  },
  {
    id: 'lost-moments',
    document: on(
      'rosenbrock',
      [
        racer('momentum', 'momentum', 0.0006),
        racer('momentum-reset', 'momentum', 0.0006, {}, { resetEvery: 10 }),
        racer('adam', 'adam', 0.05),
        racer('adam-reset', 'adam', 0.05, {}, { resetEvery: 10 }),
      ],
      { ...VALLEY, ...named({ 'momentum-reset': 'Momentum ↺ 10', 'adam-reset': 'Adam ↺ 10' }) },
    ),
  },
  {
    id: 'too-fast',
    document: on('ravine', [racer('half', 'sgd', 0.5), racer('below', 'sgd', 0.97), racer('above', 'sgd', 1.03)], {
      steps: 120,
    }),
  },
  {
    id: 'saddle',
    document: on(
      'saddle',
      [racer('sgd', 'sgd', 0.05), racer('momentum', 'momentum', 0.01), racer('adam', 'adam', 0.05)],
      { start: { x: -2, y: 0 }, steps: 150, noise: 0.02 },
    ),
  },
  {
    id: 'decay',
    document: on(
      'noisyRavine',
      [
        racer('constant', 'sgd', 0.8),
        racer('step', 'sgd', 0.8, {}, { schedule: { kind: 'step', stepSize: 100, factor: 0.3 } }),
        racer('exponential', 'sgd', 0.8, {}, { schedule: { kind: 'exponential', decayRate: 0.01 } }),
        racer('inverse-time', 'sgd', 0.8, {}, { schedule: { kind: 'inverseTime', decayRate: 0.03 } }),
      ],
      {
        steps: 400,
        ...named({ constant: 'η₀', step: 'η₀ · 0.3ⁿ', exponential: 'η₀ · e⁻ᵏᵗ', 'inverse-time': 'η₀ / (1 + kt)' }),
      },
    ),
  },
  {
    id: 'weight-decay',
    document: on(
      { kind: 'own', text: '(x - 1)^2', window: { x: [-3, 3], y: [-1, 3] } },
      [
        racer('strong', 'adam', 0.03, { coupledDecay: 0.1 }),
        racer('weak', 'adam', 0.03, { coupledDecay: 0.01 }),
        racer('adamw', 'adamw', 0.03, { weightDecay: 0.1 }),
      ],
      {
        start: { x: -2, y: 2 },
        steps: 150,
        ...named({ strong: 'Adam, λ = 0.1', weak: 'Adam, λ = 0.01', adamw: 'AdamW, λ = 0.1' }),
      },
    ),
  },
];

/** The preset of an address; the plain address has the first one. Undefined where there is none of that name. */
export const presetOf = (id: string): Preset | undefined =>
  id === '' ? PRESETS[0] : PRESETS.find((preset) => preset.id === id);

/** Six optimizers on the network that reads digits: a race of another kind, on its own page. */
export const NETWORK_RACE = '#/work/mnist-mlp/race?preset';
