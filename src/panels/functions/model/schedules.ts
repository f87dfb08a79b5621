/** Schedules over steps, from their definitions; and reduce on plateau, which follows a loss instead of the step. */

import { type Expr, evaluate, toLatex } from '@/core/expr';
import { SCHEDULES, type Schedule, scheduleOf } from '@/core/schedules';
import { PLATEAU } from '@/core/schedules/rate';
import {
  initialPlateau,
  type PlateauState,
  plateauAfterEpoch,
  type ReduceOnPlateauSettings,
  reduceOnPlateauSettings,
} from '@/core/schedules/reduceOnPlateau';
import type { FormulaLine } from '../parts/Formulas';
import type { Params } from '../state';
import { type Setting, settingsOf, valuesIn } from './settings';

export type Pairs = readonly (readonly [number, number])[];

export const SCHEDULE_KINDS: readonly string[] = [...Object.keys(SCHEDULES), PLATEAU];
export const isPlateau = (kind: string): boolean => kind === PLATEAU;
/** Drawn as points: straight lines between them, or stairs. */
export const isDrawn = (kind: string): boolean => kind === 'points' || kind === 'piecewise';

const FIRST_POINTS: Pairs = [
  [0, 0.002],
  [400, 0.01],
  [2000, 0.008],
  [3000, 0.001],
];
const FIRST_PIECES: Pairs = [
  [0, 0.01],
  [1500, 0.003],
  [3000, 0.001],
];

const known = new Map<string, Setting[]>();
export function scheduleSettings(kind: string): Setting[] {
  let settings = known.get(kind);
  if (!settings) {
    const schema = isPlateau(kind) ? reduceOnPlateauSettings : SCHEDULES[kind].settings;
    settings = settingsOf(schema).map((setting) =>
      isPlateau(kind) && setting.name === 'patience' ? { ...setting, first: 3 } : setting,
    ) as Setting[];
    known.set(kind, settings);
  }
  return settings;
}

/** `0:0.01,400:0.001` as pairs in order; null when it is nothing of the kind. */
export function readPairs(text: string | undefined): Pairs | null {
  if (text === undefined) return null;
  const pairs = text.split(',').map((pair) => pair.split(':').map(Number) as [number, number]);
  const sound = pairs.every(
    ([x, y], i) => Number.isFinite(x) && x >= 0 && y >= 0 && y <= 1e6 && (i === 0 || x > pairs[i - 1][0]),
  );
  return sound && pairs.length <= 24 ? pairs : null;
}

export const writePairs = (pairs: Pairs): string => pairs.map(([x, y]) => `${x}:${y}`).join(',');

export const drawnPoints = (params: Params, kind: string): Pairs =>
  readPairs(params[`${kind}.points`]) ?? (kind === 'points' ? FIRST_POINTS : FIRST_PIECES);

/** The schedule as the address sets it. A piece holds up to its boundary, so the first point's place says nothing. */
export function scheduleIn(params: Params, kind: string, warmupSteps: number): Schedule {
  const pairs = isDrawn(kind) ? drawnPoints(params, kind) : [];
  if (kind === 'points') return scheduleOf({ kind, points: pairs, warmupSteps });
  if (kind === 'piecewise') {
    return scheduleOf({
      kind,
      boundaries: pairs.slice(1).map(([x]) => x),
      values: pairs.map(([, y]) => y),
      warmupSteps,
    });
  }
  return scheduleOf({ kind, ...valuesIn(params, kind, scheduleSettings(kind)), warmupSteps });
}

/** The branches that hold at the step: what is not used need not be read. */
function inForce(expr: Expr, t: number): Expr {
  if (expr.kind !== 'call') return expr;
  if (expr.fn === 'where') return inForce(expr.args[evaluate(expr.args[0], { t }) !== 0 ? 1 : 2], t);
  return { ...expr, args: expr.args.map((arg) => inForce(arg, t)) };
}

/** The rate in letters, and with the numbers of its settings and of the step put in. */
export function scheduleLine(schedule: Schedule, t: number, format: (value: number) => string): FormulaLine {
  const { definition, settings, expr } = schedule;
  const symbols = { learningRate: '\\eta_0' };
  return {
    left: '\\eta(t)',
    symbols: toLatex(definition.expr(settings), { symbols }),
    numbers: toLatex(inForce(expr, t), { values: { t }, format }),
    value: schedule.at(t),
  };
}

export interface RateFacts {
  first: number;
  last: number;
  mean: number;
  highest: number;
  highestAt: number;
  /** First step with at most half the highest rate after the highest; null when it does not come. */
  halvedAt: number | null;
}

/** From every step, or from a few thousand of very many. */
export function rateFacts(schedule: Schedule, steps: number): RateFacts {
  const stride = Math.max(1, Math.floor(steps / 4000));
  const [first, last] = [schedule.at(0), schedule.at(steps)];
  let [sum, count, highest, highestAt] = [0, 0, first, 0];
  let halvedAt: number | null = null;
  for (let t = 0; t <= steps; t += stride) {
    const rate = schedule.at(t);
    sum += rate;
    count++;
    if (rate > highest * (1 + 1e-12)) [highest, highestAt, halvedAt] = [rate, t, null];
    else if (halvedAt === null && rate <= highest / 2) halvedAt = t;
  }
  return { first, last, mean: sum / count, highest, highestAt, halvedAt };
}

/** A loss that falls, stalls, falls again and stalls: what a plateau is. */
export const FIRST_LOSSES: readonly number[] = [
  2.3, 1.5, 1.05, 0.82, 0.7, 0.68, 0.69, 0.68, 0.6, 0.5, 0.45, 0.43, 0.44, 0.43, 0.44, 0.42, 0.425, 0.43, 0.42, 0.43,
];

export interface PlateauEpoch {
  /** Counted from 1. */
  epoch: number;
  loss: number;
  /** At which the epoch was trained. */
  rate: number;
  /** Epochs without an improvement, at its end. */
  wait: number;
  improved: boolean;
  /** Whether the rate is cut at its end. */
  cut: boolean;
  cooling: boolean;
}

/** The rule, epoch by epoch. */
export function simulatePlateau(
  losses: readonly number[],
  rate: number,
  settings: ReduceOnPlateauSettings,
): PlateauEpoch[] {
  let state: PlateauState = initialPlateau(rate);
  return losses.map((loss, i) => {
    const next = plateauAfterEpoch(state, loss, settings);
    const row: PlateauEpoch = {
      epoch: i + 1,
      loss,
      rate: state.learningRate,
      wait: next.wait,
      improved: next.best !== state.best,
      cut: next.learningRate < state.learningRate,
      cooling: next.cooldown > 0,
    };
    state = next;
    return row;
  });
}

export const plateauSettings = (params: Params): ReduceOnPlateauSettings =>
  reduceOnPlateauSettings.parse(valuesIn(params, PLATEAU, scheduleSettings(PLATEAU)));
