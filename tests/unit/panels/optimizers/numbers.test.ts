/** What is said of an update is true of its numbers; the table holds what the interpreter computes. */
import { describe, expect, it } from 'vitest';
import { unlinked } from '@/core/expr';
import { interpret } from '@/core/interpreter/interpret';
import { runRace } from '@/core/racing/run';
import { surfaceOf } from '@/core/racing/surfaces';
import { traceUpdate } from '@/core/racing/trace';
import type { Race, RacerSpec, RaceSpec } from '@/core/racing/types';
import { updateGraph } from '@/core/racing/update';
import { factsOf } from '@/panels/optimizers/numbers/facts';
import { insightsOf } from '@/panels/optimizers/numbers/insights';
import { linesOf } from '@/panels/optimizers/numbers/lines';
import { digitsApart, standingOf } from '@/panels/optimizers/standing/standing';
import { raceJson, raceTable } from '@/panels/optimizers/standing/table';

const spec = (racers: RacerSpec[], others: Partial<RaceSpec> = {}): RaceSpec => ({
  surface: { kind: 'own', text: '0.5*x^2 + 50*y^2', window: { x: [-2, 2], y: [-2, 2] } },
  start: { x: 1, y: 1 },
  racers,
  steps: 60,
  seed: 1,
  noise: 0,
  batchSize: 0,
  ...others,
});
const one = (optimizer: RacerSpec['optimizer'], others: Partial<RacerSpec> = {}): RacerSpec => ({
  id: 'a',
  optimizer,
  ...others,
});

function saidIn(race: Race, step: number, coordinate: 0 | 1) {
  const facts = factsOf(race, surfaceOf(race.spec.surface), 'a', step, coordinate);
  return facts === null ? [] : insightsOf(facts);
}
const said = (raceSpec: RaceSpec, step: number, coordinate: 0 | 1 = 1) => saidIn(runRace(raceSpec), step, coordinate);
const codes = (...args: Parameters<typeof said>) => said(...args).map(({ code }) => code);

describe('insights', () => {
  it.each([
    ['overshoots more each time above 2', 0.021, 'overshootsMore'],
    ['overshoots less each time between 1 and 2', 0.019, 'overshootsLess'],
  ])('gradient descent %s', (_, learningRate, code) => {
    const [insight] = said(spec([one({ kind: 'sgd', learningRate })]), 3);
    expect(insight.code).toBe(code);
    expect(insight.params.product).toBeCloseTo(100 * learningRate, 9);
  });

  it('gradient descent is slow along the valley once it is calm across', () => {
    const [insight] = said(spec([one({ kind: 'sgd', learningRate: 0.009 })]), 20);
    expect(insight.code).toBe('flatValley');
    expect(insight.params.ratio).toBeCloseTo(100, 6);
    expect(insight.params.percent).toBeCloseTo(0.9, 6);
  });

  it('Adagrad’s steps shrink with the root of what it has gathered', () => {
    const race = spec([one({ kind: 'adagrad', learningRate: 0.1 })]);
    const [insight] = said(race, 60);
    const { values } = runRace(race).tracks[0].states.accumulator;
    expect(insight).toEqual({ code: 'shrinks', params: { ratio: Math.sqrt(values[121] / values[3]) } });
  });

  it('without correction, Adam’s first step is too large by what was left out', () => {
    const [insight] = said(spec([one({ kind: 'adam', learningRate: 0.01, biasCorrection: false })]), 1);
    expect(insight.code).toBe('uncorrected');
    expect(insight.params.ratio).toBeCloseTo(0.1 / Math.sqrt(0.001), 9);
    expect(codes(spec([one({ kind: 'adam', learningRate: 0.01 })]), 1)).toContain('corrected');
  });

  it('old gradients that sit in v are named with the step they came with', () => {
    const race = spec([one({ kind: 'adam', learningRate: 0.05 })], {
      surface: { kind: 'rosenbrock' },
      start: { x: -1.4, y: 2 },
      steps: 400,
    });
    const insight = said(race, 300, 0).find(({ code }) => code === 'remembers');
    const { gradientX } = runRace(race).tracks[0];
    expect(insight).toBeDefined();
    expect(insight?.params.largest).toBe(Math.abs(gradientX[Number(insight?.params.step)]));
    expect(insight?.params.largest).toBe(Math.max(...[...gradientX.slice(1, 301)].map(Math.abs)));
  });

  it('a memory that is lost is said at the step it happens', () => {
    const race = spec([one({ kind: 'adam', learningRate: 0.01 }, { resetEvery: 10 })]);
    expect(codes(race, 21)[0]).toBe('reset');
    expect(codes(race, 22)).not.toContain('reset');
    expect(codes(race, 1)).not.toContain('reset');
  });

  it('where nothing counts the steps, a lost memory makes the step a first one', () => {
    const race = spec([one({ kind: 'momentum', learningRate: 0.001 }, { resetEvery: 10 })]);
    expect(said(race, 21)).toEqual([{ code: 'resetFresh', params: { every: 10 } }]);
    // Gradients that swing to and fro cancel in a memory that has them, and only there.
    const swings = (every: number, k: number) =>
      codes(spec([one({ kind: 'momentum', learningRate: 0.03 }, { resetEvery: every })]), k);
    expect(swings(50, 11)).toContain('cancels');
    expect(swings(10, 11)).not.toContain('cancels');
  });

  it('a saddle is near only where there is one', () => {
    const sgd = (kind: string, learningRate: number, start: RaceSpec['start']) =>
      spec([one({ kind: 'sgd', learningRate })], { surface: { kind }, start });
    expect(codes(sgd('saddle', 0.05, { x: -2, y: 0 }), 40)).toContain('saddle');
    // Both bend up one way and down the other, far from any saddle.
    expect(codes(sgd('beale', 0.0024, { x: 1, y: 1.5 }), 1)).not.toContain('saddle');
    expect(codes(sgd('plateau', 0.01, { x: 5.8, y: 5.8 }), 1)).not.toContain('saddle');
  });

  it('how much of the way is left is said only where the curvature stays', () => {
    const race = spec([one({ kind: 'sgd', learningRate: 0.0012 })], {
      surface: { kind: 'rosenbrock' },
      start: { x: -1.4, y: 2 },
      steps: 400,
    });
    const run = runRace(race);
    const all = Array.from({ length: 400 }, (_, i) => saidIn(run, i + 1, 0)).flat();
    const found = new Set(all.map(({ code }) => code));
    expect(found).toContain('flatFloor');
    expect(found).not.toContain('flatValley');
  });

  it('clipping is said with the limit', () => {
    const race = spec([one({ kind: 'sgd', learningRate: 0.001, clipNorm: 2 })]);
    expect(said(race, 1)[0]).toEqual({ code: 'clippedNorm', params: { norm: Math.hypot(1, 100), limit: 2 } });
  });

  it('there is something to say of every optimizer at every step, and every number in it is one', () => {
    const kinds = [
      'sgd',
      'momentum',
      'nesterov',
      'adagrad',
      'rmsprop',
      'adadelta',
      'adam',
      'adamw',
      'adamax',
      'nadam',
      'radam',
      'lion',
      'sgdw',
    ];
    for (const kind of kinds) {
      const race = runRace(spec([one({ kind, learningRate: 0.01 })], { noise: 0.1 }));
      for (const step of [1, 2, 7, 30, 60]) {
        for (const coordinate of [0, 1] as const) {
          const insights = saidIn(race, step, coordinate);
          expect(insights.length).toBeGreaterThan(0);
          for (const { params } of insights)
            for (const value of Object.values(params)) expect(Number.isFinite(value)).toBe(true);
        }
      }
    }
  });

  it('there is nothing to say of an update that was not made', () => {
    expect(said(spec([one({ kind: 'sgd', learningRate: 1 })]), 60)).toEqual([]);
    expect(said(spec([one({ kind: 'sgd', learningRate: 0.001 })]), 0)).toEqual([]);
  });
});

describe('lines of an update', () => {
  const race = runRace(
    spec([
      one({ kind: 'adam', learningRate: 0.05, clipNorm: 3, weightDecay: 0.01 }, { resetEvery: 4 }),
      { id: 'b', optimizer: { kind: 'nadam', learningRate: 0.02 } },
    ]),
  );
  const lines = (id: string, step: number) => linesOf(traceUpdate(race, id, step).trace, 1);

  it('are the gradient, what is done to it, the optimizer’s own, and the new coordinate', () => {
    const kinds = lines('a', 4).map(({ kind, left }) => [kind, unlinked(left)]);
    expect(kinds).toEqual([
      ['gradient', 'g_{y}'],
      ['norm', '{\\|g\\|^2}'],
      ['clip', '\\tilde{g}_{y}'],
      ['line', '{m_{0}}_{y}'],
      ['line', '{v_{0}}_{y}'],
      ['decay', "{y}'"],
      ['line', 'm_{y}'],
      ['line', 'v_{y}'],
      ['line', '\\hat{m}_{y}'],
      ['line', '\\hat{v}_{y}'],
      ['theta', 'y'],
    ]);
  });

  it('say where the memory is lost', () => {
    expect(lines('a', 5).filter(({ kind }) => kind === 'reset')).toMatchObject([{ value: 0 }, { value: 0 }]);
    expect(lines('a', 6).filter(({ kind }) => kind === 'reset')).toEqual([]);
  });

  it('end where the race went, with numbers that are in the race', () => {
    expect(lines('b', 7).at(-1)?.value).toBe(race.tracks[1].y[7]);
    const norm = lines('a', 4)[1];
    expect(norm.value).toBeCloseTo(race.tracks[0].gradientX[4] ** 2 + race.tracks[0].gradientY[4] ** 2, 9);
    expect(unlinked(norm.symbols ?? '')).toBe('{g_{x}}^{2} + {g_{y}}^{2}');
  });
});

describe('standing', () => {
  it('has the lowest loss first and stopped racers last', () => {
    const raceSpec = spec([
      { id: 'slow', optimizer: { kind: 'sgd', learningRate: 0.001 } },
      { id: 'wild', optimizer: { kind: 'sgd', learningRate: 0.5 } },
      { id: 'fast', optimizer: { kind: 'sgd', learningRate: 0.015 } },
    ]);
    const race = runRace(raceSpec);
    const rows = standingOf(race, surfaceOf(raceSpec.surface), 60);
    expect(rows.map(({ id }) => id)).toEqual(['fast', 'slow', 'wild']);
    expect(rows[2].stopped).toBe(race.tracks[1].stopped);
    expect(rows[2].stopped).not.toBeNull();
    expect(rows[0].gradient).toBeCloseTo(Math.hypot(race.tracks[2].x[60], 100 * race.tracks[2].y[60]), 9);
  });
});

describe('digitsApart', () => {
  it.each([
    [[0.5, 0.25], 3],
    [[-0.99999, -0.99997], 5],
    [[1, 1], 3],
    [[1, 1 + 1e-12], 7],
  ])('tells %j apart with %i digits', (values, digits) => {
    expect(digitsApart(values)).toBe(digits);
  });
});

describe('the table of a race', () => {
  const race = runRace(
    spec(
      [
        { id: 'a', optimizer: { kind: 'adam', learningRate: 0.05, clipNorm: 3 }, resetEvery: 4 },
        { id: 'b', optimizer: { kind: 'nadam', learningRate: 0.02 } },
        { id: 'c', optimizer: { kind: 'sgd', learningRate: 0.01 } },
      ],
      { steps: 12, noise: 0.3 },
    ),
  );
  const [head, ...rows] = [...raceTable(race, new Map([['a', 'My Adam']]))];
  const at = (row: readonly unknown[], column: string) => row[head.indexOf(column)];

  it('has a row for every update, and empty fields for what there is not', () => {
    expect(rows).toHaveLength(3 * 13);
    expect(at(rows[0], 'racer')).toBe('My Adam');
    expect([at(rows[0], 'gradient_x'), at(rows[0], 'mHat_x'), at(rows[0], 'm_x')]).toEqual([null, null, 0]);
    expect(at(rows[26], 'm_x')).toBeNull();
    expect(at(rows[13], 'muProduct')).toBe(1);
  });

  it.each([0, 1])('has every line as the interpreter computes it (racer %i)', (racer) => {
    const graph = updateGraph(race.spec.racers[racer]);
    const before = rows[racer * 13 + 6];
    const row = rows[racer * 13 + 7];
    const states = graph.states.map(({ name, state, shape }): [string, Float64Array] => [
      name,
      Float64Array.from(
        shape.length === 0 ? [at(before, state)] : [at(before, `${state}_x`), at(before, `${state}_y`)],
        Number,
      ),
    ]);
    const trace = interpret(
      graph,
      new Map<string, Float64Array | number>([
        ['theta', Float64Array.of(Number(at(before, 'x')), Number(at(before, 'y')))],
        ['input', Float64Array.of(Number(at(row, 'gradient_x')), Number(at(row, 'gradient_y')))],
        ['learningRate', Number(at(row, 'learningRate'))],
        ['step', 7],
        ...states,
      ]),
    );
    for (const { id, name, shape } of graph.nodes) {
      const target = /^update\/theta\/([^/]+)$/.exec(name)?.[1];
      if (target === undefined) continue;
      const columns = target === 'theta' ? ['x', 'y'] : shape.length === 0 ? [target] : [`${target}_x`, `${target}_y`];
      expect(columns.map((column) => at(row, column))).toEqual([...trace.values[id]]);
    }
  });

  it('is JSON as well, with the description it can be run from again', () => {
    const read = JSON.parse(raceJson(race, new Map()));
    expect(runRace(read.spec).tracks[1].loss).toEqual(race.tracks[1].loss);
    expect(read.results[1].loss).toEqual([...race.tracks[1].loss]);
  });
});
