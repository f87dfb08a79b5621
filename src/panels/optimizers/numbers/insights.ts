/**
 * What is happening at an update, as rules over its numbers: each rule looks for one thing and says it with the numbers that
 * show it, or says nothing. Rules about what this optimizer does come before those about the place.
 */
import { type Curvature, curvatureAt } from '@/core/racing/stability';
import { dot, type Facts, flipsOf, gradientOf, norm, remembered, stateOf } from './facts';

/** A sentence: its key in the catalogue and what is put in. */
export interface Insight {
  code: string;
  params: Record<string, number | string>;
}

type Rule = (facts: Facts) => Insight | null;

const say = (code: string, params: Insight['params'] = {}): Insight => ({ code, params });
const setting = ({ optimizer }: Facts, name: string): number => Number(optimizer.settings[name]);
const isOf = ({ racer }: Facts, ...kinds: string[]): boolean => kinds.includes(racer.optimizer.kind);

/** Sizes of the step and of the gradient's coordinate. */
const stepSize = ({ moved, coordinate }: Facts): number => Math.abs(moved[coordinate]);
const gradientSize = (facts: Facts): number => Math.abs(facts.g[facts.coordinate]);
/** How much of the learning rate the step in this coordinate is. */
const paceOf = (facts: Facts): number => stepSize(facts) / facts.rate;

/** Length of what noise and drawn samples added to the gradient. */
const noiseOf = ({ g, slope }: Facts): number => Math.hypot(g[0] - slope[0], g[1] - slope[1]);

/** So many changes of sign in the last ten updates are no chance. */
const RESTLESS = 4;

const reset: Rule = (facts) => {
  const { racer, k } = facts;
  if (racer.resetEvery === undefined || k === 1 || (k - 1) % racer.resetEvery !== 0) return null;
  // Only what counts the steps can tell that this is not the first one.
  const counts = isOf(facts, 'adam', 'adamw', 'adamax', 'nadam', 'radam');
  return counts && facts.optimizer.settings.biasCorrection !== false
    ? say('reset', { every: racer.resetEvery, pace: paceOf(facts) })
    : say('resetFresh', { every: racer.resetEvery });
};

const clipped: Rule = ({ g, optimizer, coordinate }) => {
  const { clipValue, clipNorm, globalClipNorm } = optimizer.common;
  const limit = Math.min(clipNorm ?? Number.POSITIVE_INFINITY, globalClipNorm ?? Number.POSITIVE_INFINITY);
  if (norm(g) > limit) return say('clippedNorm', { norm: norm(g), limit });
  const size = Math.abs(g[coordinate]);
  return clipValue !== undefined && size > clipValue ? say('clippedValue', { size, limit: clipValue }) : null;
};

/** Whether the gradient alone makes the step. */
const isPlain = (facts: Facts): boolean =>
  isOf(facts, 'sgd') || (isOf(facts, 'sgdw') && setting(facts, 'momentum') === 0);

/** Gradient descent with too large, or nearly too large a rate; or one that the flat direction finds small. */
const plainDescent: Rule = (facts) => {
  const { curvature, rate, slope, slopeAfter, surface } = facts;
  if (!isPlain(facts) || curvature === null || !(curvature.largest > 0)) return null;
  const [across, along] = curvature.directions.map(({ x, y }) => [x, y] as const);
  const product = rate * curvature.largest;
  const [before, after] = [dot(across, slope), dot(across, slopeAfter)];
  if (before * after < 0 && product > 1 && noiseOf(facts) < Math.abs(before)) {
    const more = Math.abs(after) > Math.abs(before);
    if (more && product > 2) return say('overshootsMore', { product });
    if (!more && product < 2) return say('overshootsLess', { product });
  }
  const { largest, smallest } = curvature;
  const gradient = Math.abs(dot(along, slope));
  if (product >= 2 || gradient < Math.abs(before) || Math.abs(smallest) * 20 > largest) return null;
  // Only where the curvature stays as it is does it tell how far it still is.
  return smallest > 0 && surface.quadratic
    ? say('flatValley', { ratio: largest / smallest, curvature: smallest, percent: 100 * rate * smallest })
    : say('flatFloor', { gradient, length: rate * gradient });
};

const momentum: Rule = (facts) => {
  if (!isOf(facts, 'momentum', 'nesterov', 'sgdw') || isPlain(facts)) return null;
  const { g, rate, moved } = facts;
  const length = norm(moved);
  if (length === 0 || norm(g) === 0) return null;
  const uphill = dot(moved, g) / (length * norm(g));
  if (uphill > 0.2) return say('uphill', {});
  const flips = flipsOf(facts);
  if (flips >= RESTLESS) return say('cancels', { flips, updates: Math.min(10, remembered(facts)) });
  const ratio = length / (rate * norm(g));
  return uphill < -0.8 && ratio > 2 ? say('gathers', { ratio }) : null;
};

const adagrad: Rule = (facts) => {
  if (!isOf(facts, 'adagrad') || facts.racer.resetEvery !== undefined) return null;
  const ratio = Math.sqrt(stateOf(facts, 'accumulator') / stateOf(facts, 'accumulator', 1));
  return ratio >= 2 ? say('shrinks', { ratio }) : null;
};

const adadelta: Rule = (facts) =>
  isOf(facts, 'adadelta') ? say('ownSteps', { root: Math.sqrt(stateOf(facts, 'deltaAccumulator')) }) : null;

/** Weight decay adds to the sign, and where all was 0 there is none. */
const lion: Rule = (facts) =>
  isOf(facts, 'lion') && Math.abs(paceOf(facts) - 1) < 1e-6 ? say('signOnly', { rate: facts.rate }) : null;

/** Bias correction while it still matters, and what is missing without it. */
const correction: Rule = (facts) => {
  const { k, optimizer } = facts;
  if (!isOf(facts, 'adam', 'adamw') || facts.racer.resetEvery !== undefined) return null;
  const [first, second] = [1 - setting(facts, 'beta1') ** k, Math.sqrt(1 - setting(facts, 'beta2') ** k)];
  if (optimizer.settings.biasCorrection === false)
    return first / second > 1.3 ? say('uncorrected', { ratio: first / second }) : null;
  return k <= 3 && first < 0.5 ? say('corrected', { percent: 100 * first, updates: k }) : null;
};

const radam: Rule = (facts) => {
  if (!isOf(facts, 'radam')) return null;
  const beta2 = setting(facts, 'beta2');
  const most = 2 / (1 - beta2) - 1;
  const rho = most - (2 * facts.k * beta2 ** facts.k) / (1 - beta2 ** facts.k);
  return rho <= 5 ? say('warmsUp', { rho }) : null;
};

/** What the step is divided by: the root of the mean of squared gradients, with the decay of that mean. */
function divisorOf(facts: Facts): { root: number; decay: number } | null {
  const { k } = facts;
  if (isOf(facts, 'rmsprop')) {
    const mean = setting(facts, 'rho');
    const variance = facts.optimizer.settings.centered === true ? stateOf(facts, 'm') ** 2 : 0;
    return { root: Math.sqrt(Math.max(0, stateOf(facts, 'v') - variance)), decay: mean };
  }
  if (!isOf(facts, 'adam', 'adamw', 'nadam', 'radam')) return null;
  const beta2 = setting(facts, 'beta2');
  const v = stateOf(facts, facts.optimizer.settings.amsgrad === true ? 'vMax' : 'v');
  const corrected = facts.optimizer.settings.biasCorrection !== false;
  return { root: Math.sqrt(corrected ? v / (1 - beta2 ** k) : v), decay: beta2 };
}

/** The largest gradient that is still to be felt in a mean with this decay, and the update it came with. */
function largestOf(facts: Facts, decay: number): { size: number; step: number } {
  const felt = Math.ceil(5 / (1 - decay));
  const { k } = facts;
  let step = k;
  for (let j = Math.max(1, k - Math.min(felt, remembered(facts) - 1)); j < k; j++)
    if (Math.abs(gradientOf(facts, j)) > Math.abs(gradientOf(facts, step))) step = j;
  return { size: Math.abs(gradientOf(facts, step)), step };
}

/** Steps that are small because of gradients long past. */
const remembers: Rule = (facts) => {
  const divisor = divisorOf(facts);
  if (divisor === null || isOf(facts, 'radam')) return null;
  const gradient = gradientSize(facts);
  const { size, step } = largestOf(facts, divisor.decay);
  if (!(divisor.root > 4 * gradient) || step === facts.k || size < divisor.root || paceOf(facts) > 0.5) return null;
  return say('remembers', { root: divisor.root, gradient, largest: size, step });
};

const restless: Rule = (facts) => {
  if (divisorOf(facts) === null) return null;
  const flips = flipsOf(facts);
  if (flips < RESTLESS) return null;
  const pace = paceOf(facts);
  const params = { flips, updates: Math.min(10, remembered(facts)), percent: 100 * pace, rate: facts.rate };
  if (pace > 0.5) return pace < 2 ? say('restless', params) : null;
  return isOf(facts, 'rmsprop') ? null : say('averages', params);
};

const fullPace: Rule = (facts) => {
  if (divisorOf(facts) === null || flipsOf(facts) >= RESTLESS) return null;
  const pace = paceOf(facts);
  return pace > 0.8 && pace < 1.25 ? say('fullPace', { rate: facts.rate, gradient: gradientSize(facts) }) : null;
};

const adamax: Rule = (facts) => {
  if (!isOf(facts, 'adamax')) return null;
  const [largest, gradient] = [stateOf(facts, 'u'), gradientSize(facts)];
  return largest > 4 * gradient ? say('largestStays', { largest, gradient }) : null;
};

const decays: Rule = (facts) => {
  const own = facts.optimizer.settings.weightDecay;
  const decay = typeof own === 'number' ? own : (facts.optimizer.common.weightDecay ?? 0);
  const pull = facts.rate * decay * Math.abs(facts.theta[facts.coordinate]);
  return pull > 0.2 * stepSize(facts) && pull > 0 ? say('decays', { pull, step: stepSize(facts) }) : null;
};

const scheduled: Rule = ({ racer, track, rate }) => {
  if (racer.schedule === undefined) return null;
  const ratio = rate / track.learningRate[1];
  if (ratio < 0.5) return say('rateFell', { ratio: 1 / ratio, rate });
  return ratio > 2 ? say('rateRose', { ratio, rate }) : null;
};

const noisy: Rule = (facts) => {
  const noise = noiseOf(facts);
  const gradient = norm(facts.slope);
  return noise > gradient && noise > 0 ? say('noisy', { noise, gradient }) : null;
};

/** Share of the first gradient below which it counts as small. */
const SMALL = 0.15;

/**
 * Whether a saddle point is near: where the gradient would be 0, if the surface went on bending as it does here, it nearly
 * is 0, and the surface still bends up one way and down the other.
 */
function saddleNear({ slope, surface, theta: [x, y] }: Facts, { largest, smallest, directions }: Curvature): boolean {
  const [a, b] = directions.map((direction, i) => {
    const length = dot([direction.x, direction.y], slope) / (i === 0 ? largest : smallest);
    return { x: length * direction.x, y: length * direction.y };
  });
  const there = { x: x - a.x - b.x, y: y - a.y - b.y };
  const curvature = curvatureAt(surface, there);
  const gradient = norm(surface.gradient(there.x, there.y));
  return curvature !== null && curvature.largest > 0 && curvature.smallest < 0 && gradient <= 0.1 * norm(slope);
}

/** Where there is next to no gradient: a minimum, a saddle, or flat ground. */
const still: Rule = (facts) => {
  const { slope, curvature, track, surface } = facts;
  const first = norm(surface.gradient(track.x[0], track.y[0]));
  const gradient = norm(slope);
  if (curvature === null) return null;
  const { largest, smallest } = curvature;
  if (largest > 0 && smallest < 0 && gradient <= SMALL * first && saddleNear(facts, curvature))
    return say('saddle', { down: smallest, up: largest, gradient });
  if (!(gradient < 1e-4 * first)) return null;
  return smallest > 0 ? say('arrived', { gradient }) : say('flat', { gradient });
};

const moves = ({ g, moved }: Facts): Insight =>
  say('moves', { length: norm(moved), gradient: norm(g), rate: norm(g) > 0 ? norm(moved) / norm(g) : 0 });

const RULES: readonly Rule[] = [
  reset,
  clipped,
  correction,
  radam,
  plainDescent,
  momentum,
  adagrad,
  restless,
  remembers,
  fullPace,
  adamax,
  lion,
  adadelta,
  decays,
  scheduled,
  noisy,
  still,
];

/** At most so many sentences: more are not read. */
const MOST = 2;

/** What there is to say of an update; at least one sentence. */
export function insightsOf(facts: Facts): Insight[] {
  const found: Insight[] = [];
  for (const rule of RULES) {
    const insight = rule(facts);
    if (insight !== null) found.push(insight);
    if (found.length === MOST) break;
  }
  return found.length > 0 ? found : [moves(facts)];
}
