/** Schedules that fall by a formula: in stairs, exponentially, as 1/t, by a power, along a cosine. */
import { z } from 'zod';
import { parse } from '../expr';
import { learningRate, share, steps } from './settings';
import type { ScheduleDefinition } from './types';

export const constant: ScheduleDefinition = {
  kind: 'constant',
  settings: z.object({ learningRate }).strict(),
  expr: () => parse('learningRate'),
};

/** Stairs: a factor every so many steps. */
export const step: ScheduleDefinition = {
  kind: 'step',
  settings: z.object({ learningRate, stepSize: steps(1000), factor: share(0.5) }).strict(),
  expr: () => parse('learningRate * factor^floor(t / stepSize)'),
};

export const exponential: ScheduleDefinition = {
  kind: 'exponential',
  settings: z.object({ learningRate, decayRate: z.number().min(0).max(1e3).default(0.001) }).strict(),
  expr: () => parse('learningRate * exp(-decayRate * t)'),
};

/** Decays as 1/t in the long run, as stochastic approximation asks for (Robbins and Monro, Annals of Mathematical Statistics 1951). */
export const inverseTime: ScheduleDefinition = {
  kind: 'inverseTime',
  settings: z.object({ learningRate, decayRate: z.number().min(0).max(1e3).default(0.001) }).strict(),
  expr: () => parse('learningRate / (1 + decayRate * t)'),
};

export const polynomial: ScheduleDefinition = {
  kind: 'polynomial',
  settings: z
    .object({
      learningRate,
      decaySteps: steps(1000),
      endLearningRate: z.number().min(0).max(1e6).default(0.0001),
      power: z.number().positive().max(100).default(1),
    })
    .strict(),
  expr: () => parse('endLearningRate + (learningRate - endLearningRate) * (1 - min(t, decaySteps) / decaySteps)^power'),
};

/** Half a cosine wave down to the share `alpha` (Loshchilov and Hutter: SGDR, ICLR 2017, equation 5). */
export const cosine: ScheduleDefinition = {
  kind: 'cosine',
  settings: z.object({ learningRate, decaySteps: steps(1000), alpha: share(0) }).strict(),
  expr: () =>
    parse(`learningRate * ((1 - alpha) * (1 + cos(${Math.PI} * min(t, decaySteps) / decaySteps)) / 2 + alpha)`),
};
