/**
 * One racer under way: makes an update at a time, and stops at the first value that is no number, where f is not defined,
 * or when it has left the window for good. The update that would do it is not made: all that is known of a racer is finite.
 */
import type { Gradients } from './gradients';
import { compileUpdate, type UpdateProgram } from './program';
import type { Surface } from './surfaces';
import type { Point, RacerSpec, Stop, Window } from './types';
import { rateOf, updateGraph } from './update';

/** From the middle of the window, in its widths and heights: nobody comes back from there. */
export const ESCAPE = 100;

const isFinite64 = Number.isFinite;

function escapes({ x: [left, right], y: [low, high] }: Window, x: number, y: number): boolean {
  const away = (value: number, from: number, to: number) => Math.abs(value - (from + to) / 2) / (to - from);
  return away(x, left, right) > ESCAPE || away(y, low, high) > ESCAPE;
}

/** What stops a racer, without the explanation by curvature. */
export type Halt = Omit<Stop, 'curvature'>;

const allFinite = (registers: Float64Array, of: readonly number[]) => of.every((at) => isFinite64(registers[at]));

export class Runner {
  /** Updates made. */
  steps = 0;
  x: number;
  y: number;
  /** f there. */
  loss: number;
  /** What the last update was made with. */
  readonly gradient = new Float64Array(2).fill(Number.NaN);
  learningRate = Number.NaN;
  halted: Halt | null = null;
  readonly program: UpdateProgram;
  private readonly rateAt: (step: number) => number;
  private readonly next = new Float64Array(2);

  /** @throws GraphError when the racer's optimizer or schedule is not known, or has settings out of range. */
  constructor(
    racer: RacerSpec,
    start: Point,
    private readonly surface: Surface,
    private readonly gradients: Gradients,
  ) {
    this.program = compileUpdate(updateGraph(racer));
    this.rateAt = rateOf(racer);
    this.program.reset();
    this.x = start.x;
    this.y = start.y;
    this.loss = surface.value(start.x, start.y);
    if (!isFinite64(this.loss)) this.noValue('loss', this.loss);
  }

  /** Makes one update. @returns false where it cannot be made; then nothing has changed, and `halted` says why. */
  advance(): boolean {
    if (this.halted) return false;
    const { program, next } = this;
    const { registers } = program;
    const step = this.steps + 1;
    this.gradients.at(step, this.x, this.y, next);
    if (!isFinite64(next[0]) || !isFinite64(next[1])) return this.noValue('g', next[0] + next[1]);
    const rate = this.rateAt(step);
    registers[program.theta[0]] = this.x;
    registers[program.theta[1]] = this.y;
    registers[program.gradient[0]] = next[0];
    registers[program.gradient[1]] = next[1];
    registers[program.learningRate] = rate;
    registers[program.t] = step;
    program.run();
    if (!this.results()) return this.halt('nonFinite', this.firstOffender());
    const [x, y] = [registers[program.updated[0]], registers[program.updated[1]]];
    if (escapes(this.surface.window, x, y)) return this.halt('escaped', null);
    const loss = this.surface.value(x, y);
    if (!isFinite64(loss)) return this.noValue('loss', loss);
    program.advance();
    this.steps = step;
    this.x = x;
    this.y = y;
    this.loss = loss;
    this.gradient.set(next);
    this.learningRate = rate;
    return true;
  }

  /** Whether the new θ and the new states are numbers. */
  private results(): boolean {
    const { registers, results } = this.program;
    for (let i = 0; i < results.length; i++) if (!isFinite64(registers[results[i]])) return false;
    return true;
  }

  /** The first line whose value is none. */
  private firstOffender(): string {
    const { registers, lines } = this.program;
    return lines.find(({ registers: of }) => !allFinite(registers, of))?.name ?? 'theta';
  }

  /** NaN: there is no value there at all. Infinite: it grew beyond all numbers. */
  private noValue(what: string, value: number): false {
    return this.halt(Number.isNaN(value) ? 'undefined' : 'nonFinite', what);
  }

  private halt(kind: Stop['kind'], value: string | null): false {
    this.halted = { kind, step: this.steps + 1, value };
    return false;
  }
}
