/** Schedules that rise again: cosines with warm restarts, and one single cycle up and far down. */
import { z } from 'zod';
import { parse } from '../expr';
import { learningRate, share, steps } from './settings';
import type { ScheduleDefinition } from './types';

const restartSettings = z
  .object({
    learningRate,
    firstDecaySteps: steps(1000),
    /** Each period is so many times as long as the one before. */
    tMul: z.number().min(1).max(100).default(2),
    /** Each restart begins at so many times the rate of the one before. */
    mMul: share(1),
    alpha: share(0),
  })
  .strict();

/**
 * Cosine decay with warm restarts (Loshchilov and Hutter: SGDR, ICLR 2017). Period i begins after
 * T·(mⁱ − 1)/(m − 1) steps, T·i when all are equally long.
 */
export const cosineRestarts: ScheduleDefinition<z.output<typeof restartSettings>> = {
  kind: 'cosineRestarts',
  settings: restartSettings,
  expr({ tMul }) {
    const equal = tMul === 1;
    // What rounding takes off a whole number must not cost a whole period.
    const period = equal
      ? 'floor(t / firstDecaySteps)'
      : 'floor(log(1 + t / firstDecaySteps * (tMul - 1)) / log(tMul) + 0.000000001)';
    const done = equal
      ? `(t / firstDecaySteps - ${period})`
      : `((t / firstDecaySteps - (tMul^${period} - 1) / (tMul - 1)) / tMul^${period})`;
    const wave = `(1 + cos(${Math.PI} * ${done})) / 2`;
    return parse(`learningRate * ((1 - alpha) * mMul^${period} * ${wave} + alpha)`);
  },
};

const cycleSettings = z
  .object({
    /** The highest rate. */
    learningRate,
    totalSteps: z.number().int().min(2).max(1e9).default(1000),
    /** Share of the steps that rise. */
    warmupShare: z.number().gt(0).lt(1).default(0.3),
    /** The first rate is the highest divided by this. */
    divisor: z.number().min(1).max(1e6).default(25),
    /** The last rate is the first divided by this. */
    finalDivisor: z.number().min(1).max(1e9).default(10000),
  })
  .strict();

/** One cycle: up along half a cosine, then far down along another (Smith and Topin: Super-convergence, 2018). */
export const oneCycle: ScheduleDefinition<z.output<typeof cycleSettings>> = {
  kind: 'oneCycle',
  settings: cycleSettings,
  expr() {
    const peak = '(warmupShare * totalSteps)';
    const first = '(learningRate / divisor)';
    const last = '(learningRate / divisor / finalDivisor)';
    const wave = (share: string) => `(1 + cos(${Math.PI} * min(${share}, 1))) / 2`;
    const up = `learningRate + (${first} - learningRate) * ${wave(`t / ${peak}`)}`;
    const down = `${last} + (learningRate - ${last}) * ${wave(`(t - ${peak}) / (totalSteps - ${peak})`)}`;
    return parse(`where(t < ${peak}, ${up}, ${down})`);
  },
};
