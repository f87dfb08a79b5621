/** Layers that make deep networks trainable: normalization, dropout in both conventions, a way around a block. */
import { example, given, HALF_SQUARED } from './types';

/**
 * Batch normalization of 1, 2, 3, 6 with γ = 2 and β = 0.5, as in tests/fixtures/worked.json. The weight before it is 1:
 * the samples come to it as they are, and their gradients have somewhere to go.
 */
export const batchNorm = example({
  id: 'batch-norm',
  input: [1],
  layers: [
    { id: 'scale', kind: 'dense', units: 1, useBias: false, kernelInitializer: given([[1]]) },
    {
      id: 'norm',
      kind: 'batchNormalization',
      momentum: 0.9,
      epsilon: 1e-5,
      gammaInitializer: given([2]),
      betaInitializer: given([0.5]),
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 0.1,
  epochs: 100,
  batchSize: 4,
  samples: 4,
});

/** Four hidden neurons, of which dropout leaves two in the first step; only the convention differs. */
const dropping = (id: string, scaling: 'training' | 'inference') =>
  example({
    id,
    data: 'dropout',
    input: [2],
    layers: [
      {
        id: 'hidden',
        kind: 'dense',
        units: 4,
        activation: 'relu',
        kernelInitializer: given([
          [1, 0.5, -0.5, 1],
          [0.5, 1, 1, -0.5],
        ]),
        biasInitializer: given([0, 0, 0.5, 0.5]),
      },
      { id: 'dropout', kind: 'dropout', rate: 0.5, scaling },
      {
        id: 'output',
        kind: 'dense',
        units: 1,
        kernelInitializer: given([[0.5], [0.25], [0.5], [-0.5]]),
        biasInitializer: given([0]),
      },
    ],
    loss: HALF_SQUARED,
    learningRate: 0.1,
    epochs: 50,
    batchSize: 4,
    samples: 1,
    seed: 1,
  });
export const dropout = dropping('dropout', 'training');
export const dropoutInference = dropping('dropout-inference', 'inference');

/**
 * A residual block: what goes in is added to what comes out (He et al.: Deep residual learning for image recognition,
 * CVPR 2016). The gradient forks where the paths meet, and adds up where they part.
 */
export const residual = example({
  id: 'residual',
  input: [2],
  layers: [
    {
      id: 'stem',
      kind: 'dense',
      units: 2,
      kernelInitializer: given([
        [1, 0.5],
        [0.5, -0.5],
      ]),
      biasInitializer: given([0, 0]),
    },
    {
      id: 'inner',
      kind: 'dense',
      units: 2,
      activation: 'relu',
      kernelInitializer: given([
        [0.5, -1],
        [1, 0.5],
      ]),
      biasInitializer: given([0, 0]),
    },
    { id: 'sum', kind: 'add', inputs: ['inner', 'stem'] },
    {
      id: 'output',
      kind: 'dense',
      units: 1,
      kernelInitializer: given([[0.5], [-1]]),
      biasInitializer: given([0]),
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 0.05,
  epochs: 100,
  batchSize: 4,
  samples: 1,
});
