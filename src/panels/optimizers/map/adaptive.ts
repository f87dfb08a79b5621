/**
 * What an adaptive optimizer multiplies each coordinate by: η/(√v̂ + ε) for Adam, and for every other the same, read
 * off its lines. The lines are differentiated along the way that what is averaged (the gradient, m or m̂) takes to the
 * step, with what it is divided by held still; nothing here knows any optimizer by name.
 */

import { differentiate, type Expr, evaluate, symbols } from '@/core/expr';
import { optimizerOf } from '@/core/optimizers';
import type { UpdateLine } from '@/core/optimizers/types';
import type { RacerSpec, Track } from '@/core/racing/types';

interface Factor {
  of: string;
  expr: Expr;
}

interface Way {
  lines: readonly UpdateLine[];
  /** Numbers among the settings. */
  settings: Record<string, number>;
  /** What takes the way: `mHat`, `m` or `g`. */
  seed: string;
  /** For every line what it passes on of each name before it. */
  factors: readonly Factor[][];
  /** Whether the coordinates have factors of their own. */
  adaptive: boolean;
}

/** The averages of the gradient that steps may follow, in the order in which they are looked for. */
const AVERAGES = ['mHat', 'm'];

/** The derivative by a name, where it is the same for every value of it and not 0. */
function linearIn(expr: Expr, name: string): Expr | null {
  const found = differentiate(expr, name);
  if (found.kind === 'const' && found.value === 0) return null;
  return symbols(found).includes(name) ? null : found;
}

function wayOf(lines: readonly UpdateLine[], vectors: Set<string>, settings: Record<string, number>): Way {
  const last = lines.find(({ target }) => target === 'theta');
  const seed = AVERAGES.find((name) => last !== undefined && linearIn(last.expr, name) !== null) ?? 'g';
  const carried = new Set(seed === 'g' ? ['g'] : []);
  let adaptive = false;
  const factors = lines.map(({ target, expr }) => {
    if (symbols(expr).some((name) => vectors.has(name))) vectors.add(target);
    const found = [...carried].flatMap((of) => {
      const factor = linearIn(expr, of);
      return factor === null ? [] : [{ of, expr: factor }];
    });
    if (target === seed) carried.add(seed);
    else if (found.length > 0) {
      carried.add(target);
      if (found.some(({ expr: factor }) => symbols(factor).some((name) => vectors.has(name)))) adaptive = true;
    }
    return target === seed ? [] : found;
  });
  return { lines, settings, seed, factors, adaptive };
}

const ways = new WeakMap<RacerSpec, Way>();

function wayFor(racer: RacerSpec): Way {
  let way = ways.get(racer);
  if (way === undefined) {
    const { definition, settings } = optimizerOf({ ...racer.optimizer });
    const states = definition.state(settings).map((state) => (typeof state === 'string' ? { name: state } : state));
    const vectors = new Set([
      'g',
      ...states.filter((state) => !('scalar' in state && state.scalar)).map(({ name }) => name),
    ]);
    const numbers = Object.entries(settings).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    way = wayOf(definition.lines(settings), vectors, Object.fromEntries(numbers));
    ways.set(racer, way);
  }
  return way;
}

/** A state of one coordinate after k updates. */
export function stateAt(track: Track, name: string, k: number, coordinate: 0 | 1): number {
  const state = track.states[name];
  return state.scalar ? state.values[k] : state.values[2 * k + coordinate];
}

/**
 * The factor of each coordinate in update k: how far the step goes for one unit of what is averaged. Positive where the
 * step goes against the gradient.
 *
 * @param k 1 … the updates made.
 * @returns null for optimizers that treat both coordinates alike.
 */
export function effectiveRates(racer: RacerSpec, track: Track, k: number): [number, number] | null {
  const { adaptive, lines, settings, seed, factors } = wayFor(racer);
  if (!adaptive || k < 1 || k > track.steps) return null;
  const rateOf = (coordinate: 0 | 1): number => {
    const env: Record<string, number> = { ...settings, t: k, learningRate: track.learningRate[k] };
    env.theta = (coordinate === 0 ? track.x : track.y)[k - 1];
    env.g = (coordinate === 0 ? track.gradientX : track.gradientY)[k];
    for (const name of Object.keys(track.states)) env[name] = stateAt(track, name, k - 1, coordinate);
    const carried: Record<string, number> = seed === 'g' ? { g: 1 } : {};
    for (const [i, { target, expr }] of lines.entries()) {
      const passed = factors[i].reduce(
        (sum, factor) => sum + evaluate(factor.expr, env) * (carried[factor.of] ?? 0),
        0,
      );
      if (target === seed) carried[seed] = 1;
      else if (factors[i].length > 0) carried[target] = passed;
      if (target === 'theta') break;
      env[target] = target in track.states ? stateAt(track, target, k, coordinate) : evaluate(expr, env);
    }
    return -(carried.theta ?? 0);
  };
  const rates: [number, number] = [rateOf(0), rateOf(1)];
  return rates.every(Number.isFinite) ? rates : null;
}

/** The state that the step goes along besides the gradient: a velocity, or a running mean of gradients. */
export function velocityName(racer: RacerSpec, track: Track): string | null {
  if (track.states.velocity !== undefined) return 'velocity';
  if (track.states.m === undefined) return null;
  // Where m is only what a variance is taken about, the step does not go along it.
  const { lines } = wayFor(racer);
  const last = lines.find(({ target }) => target === 'theta');
  const about = last !== undefined && symbols(differentiate(last.expr, 'm')).includes('m');
  return about ? null : 'm';
}
