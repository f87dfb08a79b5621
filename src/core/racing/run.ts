/**
 * A race, run: every racer from the same start with the same noise, one after another. Pure: the same description gives
 * the same numbers, to the last bit.
 */

import { toTheEnd } from '../interpreter/interpret';
import type { Progress } from '../worker/messages';
import { type Gradients, gradientsOf } from './gradients';
import type { Swarm } from './requests';
import { Runner } from './runner';
import { explainStop } from './stability';
import { type Surface, surfaceOf } from './surfaces';
import type { Point, Race, RacerSpec, RaceSpec, Track } from './types';
import { rateOf } from './update';

/** Updates between two reports of progress. */
const SLICE = 1000;

/** Where a race is run. */
interface Ground {
  surface: Surface;
  gradients: Gradients;
}

/** @throws GraphError when there is no such surface or the own function cannot be read. */
function groundOf(spec: RaceSpec): Ground {
  const surface = surfaceOf(spec.surface);
  return { surface, gradients: gradientsOf(spec, surface) };
}

/** Arrays for what is known after each of so many updates. */
class Recorder {
  private readonly numbers: Record<'x' | 'y' | 'loss' | 'gradientX' | 'gradientY' | 'learningRate', Float64Array>;
  private readonly states: Float64Array[];

  constructor(
    private readonly runner: Runner,
    steps: number,
  ) {
    const array = (width = 1) => new Float64Array((steps + 1) * width);
    this.numbers = {
      x: array(),
      y: array(),
      loss: array(),
      gradientX: array(),
      gradientY: array(),
      learningRate: array(),
    };
    this.states = runner.program.states.map(({ registers }) => array(registers.length));
    this.record();
  }

  /** Takes down where the racer is. */
  record(): void {
    const { runner, numbers } = this;
    const { steps: k, program } = runner;
    numbers.x[k] = runner.x;
    numbers.y[k] = runner.y;
    numbers.loss[k] = runner.loss;
    numbers.gradientX[k] = runner.gradient[0];
    numbers.gradientY[k] = runner.gradient[1];
    numbers.learningRate[k] = runner.learningRate;
    for (let s = 0; s < this.states.length; s++) {
      const { registers } = program.states[s];
      for (let i = 0; i < registers.length; i++)
        this.states[s][k * registers.length + i] = program.registers[registers[i]];
    }
  }

  track(racer: RacerSpec, surface: Surface): Track {
    const { steps, program, halted } = this.runner;
    const cut = (values: Float64Array, width = 1) => values.slice(0, (steps + 1) * width);
    const { x, y, loss, gradientX, gradientY, learningRate } = this.numbers;
    const track: Track = {
      id: racer.id,
      steps,
      x: cut(x),
      y: cut(y),
      loss: cut(loss),
      gradientX: cut(gradientX),
      gradientY: cut(gradientY),
      learningRate: cut(learningRate),
      states: Object.fromEntries(
        program.states.map(({ name, scalar, registers }, s) => [
          name,
          { values: cut(this.states[s], registers.length), scalar },
        ]),
      ),
      stopped: null,
    };
    return halted ? { ...track, stopped: explainStop(halted, track, racer, surface, rateOf(racer)) } : track;
  }
}

/** Runs a race, yielding now and then how many updates of all are made. @throws GraphError as `runRace`. */
export function* raceSteps(spec: RaceSpec): Generator<Progress, Race> {
  const ground = groundOf(spec);
  const total = spec.racers.length * spec.steps;
  const tracks: Track[] = [];
  for (const [i, racer] of spec.racers.entries()) {
    const runner = new Runner(racer, spec.start, ground.surface, ground.gradients);
    const recorder = new Recorder(runner, spec.steps);
    while (runner.steps < spec.steps && runner.advance()) {
      recorder.record();
      if (runner.steps % SLICE === 0) yield { done: i * spec.steps + runner.steps, total };
    }
    tracks.push(recorder.track(racer, ground.surface));
  }
  return { spec, tracks };
}

/**
 * Runs a race.
 * @param spec as `raceSpecSchema` lets it in.
 * @throws GraphError when a surface, an optimizer or a schedule is not known, has settings out of range, or an own
 *   function cannot be read.
 */
export function runRace(spec: RaceSpec): Race {
  return toTheEnd(raceSteps(spec));
}

/** The paths of every racer from many starts, all with the same noise. @throws GraphError as `runRace`. */
export function* swarmSteps(spec: RaceSpec, starts: readonly Point[]): Generator<Progress, Swarm[]> {
  const { surface, gradients } = groundOf(spec);
  const total = spec.racers.length * starts.length;
  const swarms: Swarm[] = [];
  for (const [i, racer] of spec.racers.entries()) {
    const paths: Float64Array[] = [];
    for (const [j, start] of starts.entries()) {
      yield { done: i * starts.length + j, total };
      const runner = new Runner(racer, start, surface, gradients);
      const path = new Float64Array(2 * (spec.steps + 1));
      path.set([runner.x, runner.y]);
      while (runner.steps < spec.steps && runner.advance()) path.set([runner.x, runner.y], 2 * runner.steps);
      paths.push(path.slice(0, 2 * (runner.steps + 1)));
    }
    swarms.push({ id: racer.id, paths });
  }
  return swarms;
}
