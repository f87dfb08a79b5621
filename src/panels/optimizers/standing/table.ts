/** The whole race as rows of a table: every update of every racer, with every value that took part. */

import { compileUpdate } from '@/core/racing/program';
import type { Race, RacerSpec, Track } from '@/core/racing/types';
import { updateGraph } from '@/core/racing/update';
import type { CsvCell } from '@/export/csv';

/** One racer's own columns: states, and what its lines compute on the way, by coordinate. */
interface Lines {
  /** `m_x`, `m_y`, …; a value that is one for both has the name alone. */
  columns: string[];
  /** Their values at update k, from 0: before the first there are states only. */
  at(k: number): Map<string, number>;
}

const COORDINATES = ['x', 'y'] as const;
const named = (name: string, count: number): string[] =>
  count === 1 ? [name] : COORDINATES.map((coordinate) => `${name}_${coordinate}`);

function linesOf(racer: RacerSpec, track: Track): Lines {
  const program = compileUpdate(updateGraph(racer));
  const { registers } = program;
  const stateNames = new Set(program.states.map(({ name }) => name));
  // The new θ is in the columns x and y.
  const between = program.lines.filter(({ name }) => name !== 'theta' && !stateNames.has(name));
  const write = (values: Map<string, number>, name: string, of: ArrayLike<number>) =>
    named(name, of.length).forEach((column, i) => {
      values.set(column, of[i]);
    });
  return {
    columns: [
      ...program.states.flatMap(({ name, scalar }) => named(name, scalar ? 1 : 2)),
      ...between.flatMap((line) => named(line.name, line.registers.length)),
    ],
    at(k) {
      const values = new Map<string, number>();
      for (const { name, registers: own } of program.states) {
        const { values: all } = track.states[name];
        write(values, name, all.subarray(k * own.length, (k + 1) * own.length));
        own.forEach((register, i) => {
          registers[register] = all[Math.max(0, k - 1) * own.length + i];
        });
      }
      if (k === 0) return values;
      [track.x[k - 1], track.y[k - 1]].forEach((value, i) => {
        registers[program.theta[i]] = value;
      });
      [track.gradientX[k], track.gradientY[k]].forEach((value, i) => {
        registers[program.gradient[i]] = value;
      });
      registers[program.learningRate] = track.learningRate[k];
      registers[program.t] = k;
      program.run();
      for (const { name, registers: own } of between) {
        write(
          values,
          name,
          own.map((register) => registers[register]),
        );
      }
      return values;
    },
  };
}

const FIXED = ['step', 'racer', 'optimizer', 'x', 'y', 'loss', 'gradient_x', 'gradient_y', 'learningRate'] as const;

const cell = (value: number | undefined): CsvCell => (value === undefined || Number.isNaN(value) ? null : value);

/**
 * The head, then a row for every update of every racer; row k is after k updates. A value that an optimizer does not have
 * is an empty field, as is what there is none of before the first update.
 * @param names of the racers by id.
 */
export function* raceTable(race: Race, names: ReadonlyMap<string, string>): Generator<readonly CsvCell[]> {
  const lines = race.tracks.map((track, i) => linesOf(race.spec.racers[i], track));
  const columns = [...new Set(lines.flatMap((own) => own.columns))];
  yield [...FIXED, ...columns];
  for (const [i, track] of race.tracks.entries()) {
    const racer = race.spec.racers[i];
    for (let k = 0; k <= track.steps; k++) {
      const values = lines[i].at(k);
      yield [
        k,
        names.get(track.id) ?? track.id,
        racer.optimizer.kind,
        track.x[k],
        track.y[k],
        track.loss[k],
        cell(track.gradientX[k]),
        cell(track.gradientY[k]),
        cell(track.learningRate[k]),
        ...columns.map((column) => cell(values.get(column))),
      ];
    }
  }
}

/** The race with what came of it, to be read by programs: the description, and every racer's path and end. */
export function raceJson(race: Race, names: ReadonlyMap<string, string>): string {
  const results = race.tracks.map(({ id, steps, x, y, loss, learningRate, stopped }) => ({
    id,
    name: names.get(id) ?? id,
    updates: steps,
    stopped,
    x: [...x],
    y: [...y],
    loss: [...loss],
    // JSON has no NaN: the first has none.
    learningRate: [...learningRate].map((rate) => (Number.isNaN(rate) ? null : rate)),
  }));
  return JSON.stringify({ format: 'chainrule/race', version: 1, spec: race.spec, results }, null, 1);
}
