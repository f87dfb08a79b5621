/** Every kind of layer on every backend: the output, and the gradients of all inputs and weights. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildLayerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import { LAYERS } from '@/core/layers';
import { setBackend } from '@/engine/executor';
import { LAYER_CASES, type LayerCase } from './layerCases';
import { BACKENDS, compare, feedsFor, numbers, outputAndGradients } from './support';

const BATCH = 2;

function graphOf(kind: string, { settings, inputs: [inputShape, ...otherShapes], mode = 'training' }: LayerCase) {
  return buildLayerGraph({ kind, ...settings }, { inputShape, otherShapes, batchSize: BATCH, mode });
}

async function check(kind: string, layerCase: LayerCase): Promise<void> {
  const graph = graphOf(kind, layerCase);
  const { indices } = layerCase;
  const size = BATCH * sizeOf(layerCase.inputs[0]);
  const input = indices !== undefined && numbers(size, 'input', -1, indices + 1).map(Math.floor);
  // Variances are not negative.
  const spread = graph.weights.find(({ name }) => name.endsWith('movingVariance'));
  const feeds = feedsFor(graph, {
    seed: 5,
    ...(input && { input }),
    ...(spread && { [spread.name]: numbers(sizeOf(spread.shape), 'variance', 0.5, 2) }),
  });
  const wanted = outputAndGradients(graph);
  await compare(graph, feeds, wanted, `${kind} ${JSON.stringify(layerCase)}`);
}

it('tries every kind of layer, with every weight and every input', () => {
  expect(Object.keys(LAYERS).filter((kind) => !(kind in LAYER_CASES))).toEqual([]);
  for (const [kind, cases] of Object.entries(LAYER_CASES)) {
    for (const layerCase of cases) {
      const graph = graphOf(kind, layerCase);
      const gradients = graph.weights.filter(({ trainable }) => trainable).map(({ node }) => graph.gradients.get(node));
      const toInputs = layerCase.indices === undefined ? graph.inputs.map((id) => graph.gradients.get(id)) : [];
      expect([...gradients, ...toInputs], `${kind} ${JSON.stringify(layerCase)}`).not.toContain(undefined);
    }
  }
});

describe.each(BACKENDS)('layers on %s', (backend) => {
  beforeAll(async () => {
    await setBackend(backend);
  });

  it.each(Object.keys(LAYER_CASES))('%s', async (kind) => {
    for (const layerCase of LAYER_CASES[kind]) await check(kind, layerCase);
  });
});
