/** Settings that schedules share, with their ranges. */
import { z } from 'zod';

/** α₀: the rate before anything has decayed. */
export const learningRate = z.number().positive().max(1e6).default(0.01);
export const steps = (value: number) => z.number().int().min(1).max(1e9).default(value);
/** A share of the rate, 0 … 1. */
export const share = (value: number) => z.number().min(0).max(1).default(value);
