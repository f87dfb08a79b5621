/** Schedules given piece by piece: constant values between boundaries, or straight lines through points drawn by hand. */
import { z } from 'zod';
import { add, div, type Expr, le, mul, num, sub, sym, where } from '../expr';
import type { ScheduleDefinition } from './types';

const rate = z.number().min(0).max(1e6);
const place = z.number().min(0).max(1e9);
const rises = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n > numbers[i - 1]);

const pieceSettings = z
  .object({ boundaries: z.array(place).max(100).refine(rises), values: z.array(rate).min(1).max(101) })
  .strict()
  .refine(({ boundaries, values }) => values.length === boundaries.length + 1, { path: ['values'] });

/** values[i] up to and including boundaries[i], the last value after them. */
export const piecewise: ScheduleDefinition<z.output<typeof pieceSettings>> = {
  kind: 'piecewise',
  settings: pieceSettings,
  expr: ({ boundaries, values }) =>
    boundaries.reduceRight<Expr>(
      (rest, boundary, i) => where(le(sym('t'), num(boundary)), num(values[i]), rest),
      num(values[values.length - 1]),
    ),
};

const pointSettings = z
  .object({
    points: z
      .array(z.tuple([place, rate]))
      .min(1)
      .max(200)
      .refine((points) => rises(points.map(([t]) => t))),
  })
  .strict();

/** Straight lines through points [step, rate]; level before the first and after the last. */
export const points: ScheduleDefinition<z.output<typeof pointSettings>> = {
  kind: 'points',
  settings: pointSettings,
  expr({ points: given }) {
    const t = sym('t');
    const last = given[given.length - 1];
    return given.reduceRight<Expr>((rest, [at, value], i) => {
      const before = given[i - 1];
      if (!before) return where(le(t, num(at)), num(value), rest);
      const slope = div(sub(num(value), num(before[1])), sub(num(at), num(before[0])));
      return where(le(t, num(at)), add(num(before[1]), mul(slope, sub(t, num(before[0])))), rest);
    }, num(last[1]));
  },
};
