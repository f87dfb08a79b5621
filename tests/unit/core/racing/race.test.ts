/** Races: replayed to the bit, noise the same for all, stopped where they should be, traced, summed up. */
import { describe, expect, it } from 'vitest';
import { explain } from '@/core/interpreter/explain';
import { toTheEnd } from '@/core/interpreter/interpret';
import { OPTIMIZERS } from '@/core/optimizers';
import { RacingClient, type RacingWorker } from '@/core/racing/client';
import { drawnNoise, drawnSamples } from '@/core/racing/gradients';
import { runRace } from '@/core/racing/run';
import { ESCAPE } from '@/core/racing/runner';
import { readRaceSpec } from '@/core/racing/schema';
import { buffersOf, serveRacing } from '@/core/racing/service';
import { summarize } from '@/core/racing/summary';
import { surfaceOf } from '@/core/racing/surfaces';
import { traceUpdate } from '@/core/racing/trace';
import type { RacerSpec, RaceSpec } from '@/core/racing/types';

const racer = (kind: string, learningRate = 0.05, settings: Record<string, unknown> = {}): RacerSpec => ({
  id: kind,
  optimizer: { kind, learningRate, ...settings },
});
const raceOf = (racers: RacerSpec[], rest: Partial<RaceSpec> = {}): RaceSpec => ({
  surface: { kind: 'ravine' },
  start: { x: -7, y: 2 },
  racers,
  steps: 60,
  seed: 3,
  noise: 0,
  batchSize: 0,
  ...rest,
});
const ALL = Object.keys(OPTIMIZERS).map((kind) => racer(kind));
const only = (spec: RaceSpec) => runRace(spec).tracks[0];
const own = (text: string) => ({ kind: 'own', text, window: { x: [-2, 2], y: [-2, 2] } }) as const;

describe('a race', () => {
  it('begins at the start and keeps everything of every update', () => {
    const { tracks } = runRace(raceOf([racer('adam'), racer('nadam'), racer('sgd', 0.1)]));
    const [adam, nadam, sgd] = tracks;
    expect([adam.x[0], adam.y[0], adam.loss[0]]).toEqual([-7, 2, 49 / 20 + 4]);
    expect([adam.gradientX[0], adam.learningRate[0]]).toEqual([Number.NaN, Number.NaN]);
    expect([adam.gradientX[1], adam.gradientY[1], adam.learningRate[1]]).toEqual([-0.7, 4, 0.05]);
    expect(adam.states.m).toMatchObject({ scalar: false });
    expect(adam.states.m.values).toHaveLength(2 * 61);
    expect([...adam.states.m.values.slice(0, 4)]).toEqual([0, 0, (1 - 0.9) * -0.7, (1 - 0.9) * 4]);
    expect(nadam.states.muProduct).toMatchObject({ scalar: true });
    expect(nadam.states.muProduct.values).toHaveLength(61);
    expect(nadam.states.muProduct.values[0]).toBe(1);
    for (const { x, y, loss, steps, stopped } of tracks) {
      expect([x.length, y.length, loss.length, steps, stopped]).toEqual([61, 61, 61, 60, null]);
    }
    expect(sgd.states).toEqual({});
    expect(sgd.x[1]).toBe(-7 - 0.1 * -0.7);
  });

  it('replays to the last bit from its seed, and is another one from another', () => {
    const noisy = raceOf(ALL, { noise: 0.4 });
    const again = structuredClone(noisy);
    expect(runRace(again)).toEqual(runRace(noisy));
    expect(only({ ...noisy, seed: 4 }).x).not.toEqual(only(noisy).x);
  });

  it('gives every racer the same noise, whoever else takes part', () => {
    const spec = raceOf([racer('sgd', 0.01), racer('momentum', 0.01)], { noise: 0.5 });
    const surface = surfaceOf(spec.surface);
    for (const track of runRace(spec).tracks) {
      for (const step of [1, 7, 60]) {
        const [gx, gy] = surface.gradient(track.x[step - 1], track.y[step - 1]);
        const [a, b] = drawnNoise(3, step);
        expect([track.gradientX[step], track.gradientY[step]]).toEqual([gx + 0.5 * a, gy + 0.5 * b]);
      }
    }
    const alone = only({ ...spec, racers: [spec.racers[1]] });
    expect(alone.x).toEqual(runRace(spec).tracks[1].x);
    const values = Array.from({ length: 4000 }, (_, i) => drawnNoise(1, i + 1)[0]);
    expect(Math.abs(values.reduce((sum, v) => sum + v, 0) / 4000)).toBeLessThan(0.05);
    expect(values.reduce((sum, v) => sum + v * v, 0) / 4000).toBeCloseTo(1, 1);
  });

  it('draws samples where the surface has any', () => {
    const spec = raceOf([racer('sgd', 0.01)], {
      surface: { kind: 'linearRegression' },
      start: { x: 0, y: 0 },
      batchSize: 1,
    });
    const { gradientX } = only(spec);
    // At the start the sample (i, i + 1) has the gradient −2(i + 1)i, −2(i + 1).
    expect([-4, -12, -24, -40]).toContain(gradientX[1]);
    expect([...drawnSamples(3, 1, 4, 4)].sort()).toEqual([0, 1, 2, 3]);
    const seen = new Set(Array.from({ length: 40 }, (_, step) => drawnSamples(3, step, 4, 1)[0]));
    expect(seen.size).toBe(4);
    const [all, four] = [0, 4].map((batchSize) => only({ ...spec, batchSize }));
    expect(four.x).toEqual(all.x);
  });

  it('follows the racer’s schedule', () => {
    const schedule = { kind: 'step', stepSize: 10, factor: 0.5 };
    const { learningRate } = only(raceOf([{ ...racer('sgd', 0.08), schedule }]));
    expect([1, 10, 11, 21].map((k) => learningRate[k])).toEqual([0.08, 0.08, 0.04, 0.02]);
  });

  it('forgets what it remembered, where that is asked for', () => {
    const [forgets, keeps] = runRace(
      raceOf([
        { ...racer('momentum', 0.02), resetEvery: 20 },
        { ...racer('momentum', 0.02), id: 'b' },
      ]),
    ).tracks;
    expect(forgets.x.slice(0, 21)).toEqual(keeps.x.slice(0, 21));
    expect(forgets.states.velocity.values[42]).toBe(forgets.gradientX[21]);
    expect(keeps.states.velocity.values[42]).not.toBe(keeps.gradientX[21]);
  });

  it('says what is not there or out of range', () => {
    expect(() => runRace(raceOf([racer('riddle')]))).toThrow('unknownOptimizer');
    expect(() => runRace(raceOf([racer('adam', -1)]))).toThrow('optimizerSetting');
    expect(() => runRace(raceOf([{ ...racer('sgd'), schedule: { kind: 'step', stepSize: 0 } }]))).toThrow(
      'scheduleSetting',
    );
    expect(() => runRace(raceOf([], { surface: { kind: 'riddle' } }))).toThrow('unknownSurface');
  });
});

describe('stops', () => {
  it('a racer beyond its stable rate, with the product that did it', () => {
    const spec = raceOf([racer('sgd', 1.1), racer('momentum', 2, { momentum: 0.5 })], { steps: 400 });
    const [sgd, momentum] = runRace(spec).tracks;
    expect(sgd.stopped).toMatchObject({ kind: 'escaped', value: null });
    expect(sgd.stopped?.curvature).toMatchObject({ rate: 1.1, largest: 2, product: 2.2 });
    expect(sgd.stopped?.curvature?.limit).toBeCloseTo(2, 10);
    expect(sgd.stopped?.step).toBe(sgd.steps + 1);
    expect(sgd.y).toHaveLength(sgd.steps + 1);
    expect(Math.max(...sgd.y.map(Math.abs))).toBeLessThanOrEqual(ESCAPE * 8);
    expect(momentum.stopped?.curvature?.limit).toBeCloseTo(3, 9);
    expect(only(raceOf([racer('sgd', 0.99)], { steps: 2000 })).stopped).toBeNull();
  });

  it('the rate counts where it was when it began to climb', () => {
    const schedule = { kind: 'piecewise', boundaries: [30], values: [0.5, 1.2] };
    const { stopped } = only(raceOf([{ ...racer('sgd', 0.5), schedule }], { steps: 400, noise: 0.01 }));
    expect(stopped?.curvature).toMatchObject({ rate: 1.2, product: 2.4 });
  });

  it('an adaptive one without such an explanation', () => {
    const { stopped } = only(raceOf([racer('adam', 1e5)]));
    expect(stopped).toEqual({ kind: 'escaped', step: 1, value: null, curvature: null });
  });

  it('where the function is not defined, and at what is not finite, by name', () => {
    const log = raceOf([racer('sgd', 1)], { surface: own('log(x)'), start: { x: 0.5, y: 0 } });
    expect(only(log).stopped).toMatchObject({ kind: 'undefined', value: 'loss', step: 1 });
    const kink = raceOf([racer('sgd', 0.1)], { surface: own('sqrt(x^2 + y^2)'), start: { x: 0, y: 0 } });
    expect(only(kink)).toMatchObject({ steps: 0, stopped: { kind: 'undefined', value: 'g', step: 1 } });
    const outside = raceOf([racer('sgd', 0.1)], { surface: own('log(x)'), start: { x: -1, y: 0 } });
    expect(only(outside)).toMatchObject({ steps: 0, stopped: { kind: 'undefined', value: 'loss', step: 1 } });
    const steep = raceOf([racer('adam', 0.1)], { surface: own('exp(x * 500)'), start: { x: 1, y: 0 } });
    // g ≈ 10²¹⁹ is a number; its square is none.
    expect(only(steep).stopped).toMatchObject({ kind: 'nonFinite', value: 'v', step: 1 });
    const pole = raceOf([racer('sgd', 1)], { surface: own('1 / x'), start: { x: 0, y: 0 } });
    expect(only(pole).stopped).toMatchObject({ kind: 'nonFinite', value: 'loss' });
  });
});

describe('one update, traced', () => {
  it('is that of the race, for every optimizer', () => {
    const race = runRace(raceOf(ALL, { noise: 0.3 }));
    for (const { id, x, y, states } of race.tracks) {
      for (const step of [1, 2, 60]) {
        const { graph, trace } = traceUpdate(race, id, step);
        const updated = trace.values[graph.updates.get('theta')!];
        expect([...updated]).toEqual([x[step], y[step]]);
        for (const { state, update, shape } of graph.states) {
          const width = shape.length === 0 ? 1 : 2;
          expect(trace.values[update]).toEqual(states[state].values.slice(step * width, (step + 1) * width));
        }
      }
    }
  });

  it('writes x and y for the two numbers of θ', () => {
    const race = runRace(raceOf([{ ...racer('adam'), resetEvery: 5 }]));
    const { lines, graph, trace } = traceUpdate(race, 'adam', 2);
    const said = lines.map(({ node }) => explain(trace, node, 1));
    expect(lines.map(({ name }) => name).filter((name) => name !== 'reset')).toEqual([
      'm',
      'v',
      'mHat',
      'vHat',
      'theta',
    ]);
    expect(said.map(({ left }) => left)).toEqual(
      expect.arrayContaining(['m_{y}', 'v_{y}', '\\hat{m}_{y}', '\\hat{v}_{y}', 'y']),
    );
    expect(said[said.length - 1].symbols).toContain('y - ');
    expect(said.some(({ symbols }) => symbols.includes('g_{y}'))).toBe(true);
    expect(said.every(({ left, symbols }) => !`${left}${symbols}`.includes('theta'))).toBe(true);
    expect(graph.nodes.some(({ symbol }) => symbol === '{m_{0}}')).toBe(true);
  });

  it('shows the update that could not be made, and no other', () => {
    const race = runRace(raceOf([racer('adam', 0.1)], { surface: own('exp(x * 500)'), start: { x: 1, y: 0 } }));
    const { graph, trace } = traceUpdate(race, 'adam', 1);
    const v = graph.states.find(({ state }) => state === 'v')!;
    expect(trace.values[v.update][0]).toBe(Number.POSITIVE_INFINITY);
    expect(() => traceUpdate(race, 'adam', 2)).toThrow(RangeError);
    expect(() => traceUpdate(race, 'sgd', 1)).toThrow(RangeError);
  });
});

describe('summaries', () => {
  it('tell who leads, who was stopped, who stands still and who swings', () => {
    const racers = [
      { ...racer('sgd', 0.9), id: 'swings' },
      { ...racer('sgd', 1.1), id: 'runs-away' },
      { ...racer('sgd', 1e-6), id: 'stands' },
      { ...racer('adam', 0.3), id: 'arrives' },
    ];
    const race = runRace(raceOf(racers, { steps: 300 }));
    const { leader, standings } = summarize(race, 20);
    const doing = (at: number) => Object.fromEntries(summarize(race, at).standings.map((s) => [s.id, s.doing]));
    expect(doing(20)).toMatchObject({ swings: 'swinging', 'runs-away': 'swinging' });
    expect(doing(300)).toMatchObject({ 'runs-away': 'stopped', arrives: 'arrived' });
    expect(standings.map(({ place }) => place)).toEqual([1, 2, 3, 4]);
    expect(leader).toBe(standings[0].id);
    const last = summarize(race, 300).standings[3];
    expect(last).toMatchObject({ id: 'runs-away', stopped: { kind: 'escaped' } });
    expect(summarize(race, 0)).toMatchObject({ leader: null, standings: [{ place: 1 }, { place: 1 }, {}, {}] });
    expect(summarize(race, 300).standings[0].distance).toBeLessThan(0.02);
    // With noise everybody turns back all the time, also who has settled.
    const noisy = summarize(runRace(raceOf(racers, { steps: 300, noise: 0.2 })), 300).standings;
    expect(noisy.map((standing) => standing.doing)).not.toContain('swinging');
  });

  it('have no distance where no minimum is known, and call a halt what is one', () => {
    const plain = raceOf([racer('adagrad', 1e-9)], {
      surface: own('x^2 + y^2 + 1'),
      start: { x: 1, y: 1 },
      steps: 100,
    });
    const { standings } = summarize(runRace(plain), 100);
    expect(standings[0].distance).toBeNull();
    const stuck = raceOf([racer('sgd', 0.1)], { surface: { kind: 'saddle' }, start: { x: 1, y: 0 }, steps: 300 });
    expect(summarize(runRace(stuck), 300).standings[0]).toMatchObject({ doing: 'stalled' });
  });
});

describe('descriptions', () => {
  const good = raceOf(ALL.slice(0, 12));
  const faultOf = (change: Record<string, unknown>) => {
    const read = readRaceSpec({ ...good, ...change });
    return 'fault' in read ? read.fault : null;
  };

  it('are let in as they are', () => {
    expect(readRaceSpec(JSON.parse(JSON.stringify(good)))).toEqual({ spec: good });
    expect(faultOf({ surface: own('x * y') })).toBeNull();
  });

  it('are refused with the range', () => {
    expect(faultOf({ steps: 10_001 })).toEqual({
      code: 'raceSetting',
      params: { setting: 'steps', range: '1 ≤ steps ≤ 10000' },
    });
    expect(faultOf({ noise: -1 })?.params).toEqual({ setting: 'noise', range: '0 ≤ noise ≤ 100' });
    expect(faultOf({ start: { x: 1e9, y: 0 } })?.params).toEqual({
      setting: 'start.x',
      range: '-1000000 ≤ x ≤ 1000000',
    });
    expect(faultOf({ racers: [{ ...ALL[0], resetEvery: 0 }] })?.params).toMatchObject({
      setting: 'racers.0.resetEvery',
      range: '1 ≤ resetEvery ≤ 10000',
    });
    expect(faultOf({ racers: ALL })?.params).toEqual({ setting: 'racers' });
    expect(faultOf({ racers: [ALL[0], ALL[0]] })?.params).toEqual({ setting: 'racers' });
    expect(faultOf({ racers: [racer('adam', 0.1, { beta1: 1 })] })).toEqual({
      code: 'optimizerSetting',
      params: { optimizer: 'adam', setting: 'beta1', range: '0 ≤ beta1 < 1' },
    });
    expect(faultOf({ racers: [{ ...ALL[0], schedule: { kind: 'reduceOnPlateau' } }] })?.code).toBe('raceSetting');
    expect(faultOf({ surface: { kind: 'riddle' } })?.code).toBe('unknownSurface');
    expect(faultOf({ surface: own('x + z') })).toMatchObject({
      code: 'unknownName',
      params: { name: 'z', position: 4 },
    });
    expect(faultOf({ surface: { kind: 'own' } })?.code).toBe('raceSetting');
    expect(readRaceSpec(null)).toMatchObject({ fault: { code: 'raceSetting' } });
  });
});

/** A worker that answers at once. */
class FakeWorker implements RacingWorker {
  onmessage: RacingWorker['onmessage'] = null;
  onerror: RacingWorker['onerror'] = null;
  postMessage(message: Parameters<RacingWorker['postMessage']>[0]): void {
    if (message.type === 'cancel') return;
    const data = toTheEnd(serveRacing(message));
    queueMicrotask(() => this.onmessage?.({ data } as MessageEvent));
  }
  terminate(): void {}
}

describe('the worker’s questions', () => {
  const client = new RacingClient(() => new FakeWorker());

  it('are answered with races, fields and swarms', async () => {
    const spec = raceOf([racer('sgd', 0.1), racer('adam')], { noise: 0.2 });
    expect(await client.ask('race', spec)).toEqual(runRace(spec));
    const field = await client.ask('field', {
      surface: own('log(x) + y'),
      window: { x: [-1, 1], y: [0, 3] },
      columns: 4,
      rows: 3,
    });
    expect([...field.values.slice(0, 3)]).toEqual([Number.NaN, Number.NaN, Math.log(0.25) + 0.5]);
    expect(field).toMatchObject({ least: Math.log(0.25) + 0.5, most: Math.log(0.75) + 2.5 });
    const swarm = await client.ask('swarm', { spec, starts: [spec.start, { x: 5, y: -1 }] });
    const { x } = runRace(spec).tracks[0];
    expect(swarm.map(({ id, paths }) => [id, paths.length])).toEqual([
      ['sgd', 2],
      ['adam', 2],
    ]);
    expect(swarm[0].paths[0].filter((_, i) => i % 2 === 0)).toEqual(x);
    expect(swarm[0].paths[1].slice(0, 2)).toEqual(Float64Array.of(5, -1));
  });

  it('fail with the code of what is wrong', async () => {
    await expect(client.ask('race', raceOf([racer('riddle')]))).rejects.toMatchObject({ code: 'unknownOptimizer' });
  });

  it('hand their arrays over', () => {
    const race = runRace(raceOf([racer('adam')]));
    expect(buffersOf(race)).toHaveLength(8);
  });
});
