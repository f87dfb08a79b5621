/** The worked example of CONTRIBUTING.md: taken out of the page, registered, and used as any other optimizer. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toLatex } from '@/core/expr';
import { buildGraph, buildOptimizerGraph } from '@/core/graph/build';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { TEMPLATES } from '@/core/network/templates';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import type { OptimizerDefinition } from '@/core/optimizers/types';
import { fieldsOf } from '@/parts/settings/schemaFields';

const root = process.cwd();
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const [example, registration] = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
const folder = mkdtempSync(join(root, 'tests/unit/.example-'));
const registry = OPTIMIZERS as Record<string, OptimizerDefinition>;

beforeAll(async () => {
  // Where it would stand, its neighbours are beside it.
  const moved = example.replaceAll("from './", "from '@/core/optimizers/");
  const file = join(folder, 'signum.ts');
  writeFileSync(file, moved);
  const { signum } = (await import(/* @vite-ignore */ file)) as { signum: OptimizerDefinition };
  registry.signum = signum;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  delete registry.signum;
});

describe('the optimizer of CONTRIBUTING.md', () => {
  it('is one file of at most 40 lines and one line of registration', () => {
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(40);
    expect(registration.trim()).toBe('signum,');
  });

  it('steps as its paper says', () => {
    const graph = buildOptimizerGraph({ kind: 'signum', learningRate: 0.1 }, [2]);
    let [theta, m] = [
      [1, -1],
      [0, 0],
    ];
    const gradients = [
      [0.5, -2],
      [-0.01, 3],
      [-5, 0],
    ];
    let expected = [...theta];
    let mean = [0, 0];
    for (const [i, g] of gradients.entries()) {
      const { values } = interpret(
        graph,
        new Map<string, Float64Array | number>([
          ['theta', Float64Array.from(theta)],
          ['theta/m', Float64Array.from(m)],
          ['input', Float64Array.from(g)],
          ['learningRate', 0.1],
          ['step', i + 1],
          ['seed', 0],
        ]),
      );
      theta = [...values[graph.updates.get('theta')!]];
      m = [...values[graph.states[0].update]];
      mean = mean.map((value, k) => 0.9 * value + 0.1 * g[k]);
      expected = expected.map((value, k) => value - 0.1 * Math.sign(mean[k]));
      for (const k of [0, 1]) expect(theta[k]).toBeCloseTo(expected[k], 12);
    }
  });

  it('has its settings as fields and its lines as formulas', () => {
    const { definition, settings } = optimizerOf({ kind: 'signum', learningRate: 0.1 });
    expect(fieldsOf(definition.settings).map(({ name }) => name)).toContain('beta');
    const tex = definition.lines(settings).map(({ expr }) => toLatex(expr));
    expect(tex[0]).toContain('\\beta');
    expect(tex[1]).toContain('\\operatorname{sign}');
  });

  it('trains XOR', () => {
    const { network } = TEMPLATES.xor;
    const graph = buildGraph(network, {
      batchSize: 4,
      mode: 'training',
      optimizer: { kind: 'signum', learningRate: 0.01 },
    });
    const feeds = new Map<string, Float64Array | number>([
      ['input', Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1)],
      ['target', Float64Array.of(0, 1, 1, 0)],
      ['learningRate', 0.01],
      ['seed', 1],
      ...initialWeights(graph, 7),
      ...initialStates(graph),
    ]);
    const losses: number[] = [];
    for (let step = 1; step <= 600; step++) {
      const { values } = interpret(graph, new Map([...feeds, ['step', step]]));
      losses.push(values[graph.loss!][0]);
      for (const [name, node] of graph.updates) feeds.set(name, values[node]);
      for (const { name, update } of graph.states) feeds.set(name, values[update]);
    }
    expect(losses[losses.length - 1]).toBeLessThan(losses[0] / 4);
  });
});
