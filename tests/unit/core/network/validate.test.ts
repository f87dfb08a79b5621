/** Random networks: shapes as arithmetic has them; what cannot be built is named with layer and setting, and mended. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { LAYERS } from '@/core/layers';
import { builtLayers } from '@/core/network/shapes';
import { adviseNetwork, type Problem, validateNetwork } from '@/core/network/validate';
import { anyNetwork, STEPS, validNetwork } from './arbitrary';

const SGD = { kind: 'sgd', learningRate: 0.1 };

/** What makes a problem the same problem. */
const told = ({ code, layer, setting }: Problem) => ({ code, layer, setting });

describe('random valid networks', () => {
  it('have every kind of layer among them', () => {
    // An embedding wants indices; all others can follow any layer of a fitting rank.
    expect(Object.keys(STEPS).sort()).toEqual(
      Object.keys(LAYERS)
        .filter((kind) => kind !== 'embedding')
        .sort(),
    );
  });

  it('have the shapes that follow from arithmetic, and can be built and trained', () => {
    fc.assert(
      fc.property(validNetwork, ({ network, shapes }) => {
        expect(validateNetwork(network)).toEqual([]);
        const graph = buildGraph(network, { batchSize: 3, mode: 'training', optimizer: SGD });
        expect(graph.layers.map(({ outputShape }) => outputShape)).toEqual(shapes);
        expect(builtLayers(network)).toHaveLength(shapes.length);
        const weights = graph.weights.filter(({ trainable }) => trainable);
        // Every weight that moves has an update of its own shape.
        for (const { name, shape } of weights) {
          expect(graph.nodes[graph.updates.get(name)!].shape).toEqual(shape);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('random networks', () => {
  it('can be built, or have a problem that names layer and setting and that the fix removes', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const [problem] = validateNetwork(network);
        if (!problem) {
          expect(() => buildGraph(network, { batchSize: 2, mode: 'training', optimizer: SGD })).not.toThrow();
          return;
        }
        expect(network.layers.map(({ id }) => id)).toContain(problem.layer);
        expect(problem.setting).not.toBeNull();
        expect(builtLayers(network).length).toBeLessThan(network.layers.length);
        if (network.layers.length > 1) expect(problem.fix).not.toBeNull();
        if (problem.fix) expect(validateNetwork(problem.fix).map(told)).not.toContainEqual(told(problem));
      }),
      { numRuns: 1500 },
    );
  });

  it('are mended by one fix after another', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        let [problem] = validateNetwork(network);
        let fixes = 0;
        while (problem?.fix && fixes < 40) {
          const before = told(problem);
          [problem] = validateNetwork(problem.fix);
          if (problem) expect(told(problem)).not.toEqual(before);
          fixes++;
        }
        expect(fixes).toBeLessThan(40);
        // All that is left is a single layer that nothing helps.
        if (problem) expect(problem.fix).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('get advice whose fix removes what is advised against', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        if (validateNetwork(network).length > 0) return;
        for (const advice of adviseNetwork(network)) {
          expect(advice.fix).not.toBeNull();
          expect(adviseNetwork(advice.fix!).map(told)).not.toContainEqual(told(advice));
        }
      }),
      { numRuns: 300 },
    );
  });
});
