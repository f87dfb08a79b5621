/**
 * The program of an update is the update: bit for bit what the interpreter makes of the same nodes, for every optimizer;
 * and with it the numeric cases of optimizers and schedules pass.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildOptimizerGraph } from '@/core/graph/build';
import { interpret } from '@/core/interpreter/interpret';
import { OPTIMIZERS } from '@/core/optimizers';
import { compileUpdate } from '@/core/racing/program';
import { rateOf, updateGraph } from '@/core/racing/update';
import type { ScheduleSpec } from '@/core/schedules';
import { parseCases, type ScheduleCase } from '../../../support/fixtures/cases';
import { type Execute, runCase } from '../../../support/fixtures/run';
import { numbers } from '../../../support/graphs';

const STEPS = 25;

/** What every optimizer accepts, and settings that change the lines of some. */
const EVERY: readonly Record<string, unknown>[] = [
  {},
  { weightDecay: 0.1 },
  { clipValue: 0.4 },
  { clipNorm: 0.5 },
  { globalClipNorm: 0.5, clipNorm: 0.3, clipValue: 0.2 },
];
const OWN: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  momentum: [{ form: 'ema' }],
  rmsprop: [{ centered: true }, { momentum: 0.9, centered: true }],
  adam: [{ amsgrad: true }, { biasCorrection: false }],
  adamw: [{ amsgrad: true }],
};

describe.each(Object.keys(OPTIMIZERS))('%s', (kind) => {
  const forms = [...EVERY, ...(OWN[kind] ?? [])].flatMap((settings) => [
    { settings, resetEvery: undefined },
    { settings, resetEvery: 7 },
  ]);

  it.each(forms)('with $settings, memory lost every $resetEvery', ({ settings, resetEvery }) => {
    const graph = updateGraph({ optimizer: { kind, learningRate: 0.1, ...settings }, resetEvery });
    const program = compileUpdate(graph);
    const { registers } = program;
    program.reset();
    let feeds = new Map<string, Float64Array | number>(
      graph.states.map(({ name, shape, initial }) => [
        name,
        new Float64Array(shape.length === 0 ? 1 : 2).fill(initial),
      ]),
    );
    feeds.set('theta', Float64Array.of(1.5, -0.7));
    for (const [i, at] of program.theta.entries()) registers[at] = (feeds.get('theta') as Float64Array)[i];
    for (let step = 1; step <= STEPS; step++) {
      // The rate changes as under a schedule.
      const learningRate = 0.1 / (1 + 0.3 * step);
      const gradient = numbers(`${kind} ${step}`, 2);
      feeds.set('input', gradient).set('learningRate', learningRate).set('step', step);
      registers[program.gradient[0]] = gradient[0];
      registers[program.gradient[1]] = gradient[1];
      registers[program.learningRate] = learningRate;
      registers[program.t] = step;
      const { values } = interpret(graph, feeds);
      program.run();
      for (const { id, name, op } of graph.nodes) {
        if (op === 'leaf') continue;
        const found = program.nodes[id].map((at) => registers[at]);
        expect(found, `${name} at step ${step}`).toEqual([...values[id]]);
      }
      program.advance();
      feeds = new Map(feeds).set('theta', values[graph.updates.get('theta')!]);
      for (const { name, update } of graph.states) feeds.set(name, values[update]);
    }
    expect(program.lines.map(({ name }) => name)).toContain('theta');
  });
});

it('has as many registers as it needs: what is equal is computed once', () => {
  const program = compileUpdate(buildOptimizerGraph({ kind: 'adam', learningRate: 0.1 }, [2]));
  // 1 − β₁ᵗ belongs to both elements.
  expect(program.registers.length).toBeLessThan(60);
});

it('does not know what no update is made of', () => {
  const graph = buildOptimizerGraph({ kind: 'sgd', learningRate: 0.1 }, [2]);
  const odd = graph.nodes.map((node) => (node.op === 'elementwise' ? { ...node, op: 'softmax' } : node));
  expect(() => compileUpdate({ ...graph, nodes: odd })).toThrow('unknownOp');
});

describe('the numeric cases', () => {
  const folder = new URL('../../../fixtures/', import.meta.url);
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => parseCases(readFileSync(new URL(name, folder), 'utf8')));

  const racing: Execute = async (graph, feeds, wanted) => {
    const { registers, nodes, run } = compileUpdate(graph);
    for (const { id, name, op } of graph.nodes) {
      const value = feeds.get(name);
      if (op !== 'leaf' || value === undefined) continue;
      nodes[id].forEach((at, i) => {
        registers[at] = typeof value === 'number' ? value : value[i];
      });
    }
    run();
    return wanted.map((id) => nodes[id].map((at) => registers[at]));
  };

  const optimizers = cases.filter(({ kind }) => kind === 'optimizer');
  it.each(optimizers)('optimizer $id', async (one) => {
    expect(await runCase(one, racing, 'element')).toMatchObject({ status: 'passed', message: null });
  });

  const schedules = cases.filter(({ kind }) => kind === 'schedule') as unknown as ScheduleCase[];
  it.each(schedules)('schedule $id', ({ schedule, steps, expect: { learningRate: expected }, tol }) => {
    const { learningRate = 0.1, ...settings } = schedule as ScheduleSpec & { learningRate?: number };
    const rateAt = rateOf({ id: 'a', optimizer: { kind: 'sgd', learningRate }, schedule: settings });
    const found = steps.map((step) => rateAt(step + 1));
    expect(expected).toHaveLength(found.length);
    for (const [i, rate] of found.entries()) expect(Math.abs(rate - expected![i])).toBeLessThanOrEqual(tol);
  });

  it('are there', () => {
    expect(optimizers.length).toBeGreaterThan(20);
    expect(schedules.length).toBeGreaterThan(7);
  });
});
