/**
 * Races on surfaces and the engine make the same updates: from the state that a racer has after so many steps, the engine
 * makes the next one of the same graph, on every backend.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { OPTIMIZERS } from '@/core/optimizers';
import { runRace } from '@/core/racing/run';
import { traceUpdate } from '@/core/racing/trace';
import type { Race } from '@/core/racing/types';
import { createExecutor, setBackend } from '@/engine/executor';
import { BACKENDS, expectClose } from './support';

const STEPS = 6;

/** Every optimizer with its own settings, one clipped and decaying besides; a schedule, noise, and lost memory. */
const race: Race = runRace({
  surface: { kind: 'linearRegression' },
  start: { x: -1, y: -0.5 },
  racers: Object.keys(OPTIMIZERS).flatMap((kind) => [
    { id: kind, optimizer: { kind, learningRate: 0.01 }, schedule: { kind: 'exponential', decayRate: 0.05 } },
    {
      id: `${kind}-held`,
      optimizer: { kind, learningRate: 0.01, clipNorm: 3, clipValue: 2.5, weightDecay: 0.1 },
      resetEvery: 4,
    },
  ]),
  steps: STEPS,
  seed: 5,
  noise: 0.5,
  batchSize: 2,
});

describe.each(BACKENDS)('a race on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it('is made of the updates that the engine makes', async () => {
    for (const { id, x, y, states } of race.tracks) {
      const { graph } = traceUpdate(race, id, 1);
      const executor = createExecutor(graph);
      const wanted = [graph.updates.get('theta')!, ...graph.states.map(({ update }) => update)];
      try {
        for (let step = 1; step <= STEPS; step++) {
          const { trace } = traceUpdate(race, id, step);
          // What the racer had before: every leaf, as the trace was fed.
          const feeds = new Map(
            graph.nodes.flatMap((node) =>
              node.op === 'leaf' && node.name !== 'seed' && node.role !== 'constant'
                ? [[node.name, node.role === 'scalar' ? trace.values[node.id][0] : trace.values[node.id]] as const]
                : [],
            ),
          );
          const [theta, ...kept] = await executor.run(feeds, wanted);
          // The change counts, not the place: it is small beside it.
          const moved = [theta[0] - Math.fround(x[step - 1]), theta[1] - Math.fround(y[step - 1])];
          const should = [x[step] - x[step - 1], y[step] - y[step - 1]];
          for (const i of [0, 1]) expect(Math.abs(moved[i] - should[i]), `${id} step ${step}`).toBeLessThan(2e-6);
          graph.states.forEach(({ state, shape }, i) => {
            const width = shape.length === 0 ? 1 : 2;
            const expected = states[state].values.slice(step * width, (step + 1) * width);
            expectClose(kept[i], expected, `${id} ${state} step ${step}`);
          });
        }
      } finally {
        executor.dispose();
      }
    }
  });
});
