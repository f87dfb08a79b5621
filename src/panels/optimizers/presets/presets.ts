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
function on(kind: string, racers: readonly RacerSpec[], change: Partial<RaceDocument> = {}): RaceDocument {
  const surface: SurfaceSpec = { kind };
  const { window, start, steps, noise } = surfaceOf(surface);
  return { surface, window, start, racers, steps, seed: 1, noise, batchSize: 0, ...change };
}

export const PRESETS: readonly Preset[] = [
  { id: 'valley', document: FIRST },
  {
    id: 'momentum',
    document: on('ravine', [racer('sgd', 'sgd', 0.1), racer('momentum', 'momentum', 0.1)], { steps: 60 }),
  },
];

/** The preset of an address; the plain address has the first one. Undefined where there is none of that name. */
export const presetOf = (id: string): Preset | undefined =>
  id === '' ? PRESETS[0] : PRESETS.find((preset) => preset.id === id);

/** Six optimizers on the network that reads digits: a race of another kind, on its own page. */
export const NETWORK_RACE = '#/work/mnist-mlp/race?preset';
