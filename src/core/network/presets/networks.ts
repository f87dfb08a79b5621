/** Small networks whose numbers are printed in textbooks and courses, or fit on a page. */
import type { Template } from './types';
import { example, given, HALF_SQUARED } from './types';

/** The smallest problem that needs a hidden layer (Minsky, Papert: Perceptrons, 1969). */
export const xor: Template = {
  format: 1,
  template: 'xor',
  name: '',
  network: {
    format: 1,
    input: { shape: [2] },
    layers: [
      { id: 'hidden', kind: 'dense', units: 2, activation: 'sigmoid' },
      { id: 'output', kind: 'dense', units: 1, activation: 'sigmoid' },
    ],
    loss: HALF_SQUARED,
  },
  data: { id: 'xor', validationShare: 0 },
  training: {
    seed: 2,
    epochs: 500,
    batchSize: 4,
    phases: [{ weights: 'all', optimizer: { kind: 'momentum', learningRate: 0.5, momentum: 0.9 } }],
  },
};

/**
 * The 2–2–2 network of Mazur: A step by step backpropagation example (2015). Its biases stay as they are; its loss after
 * one step, .291027924, comes from a hidden layer that already used the new output weights: the gradient's own step gives
 * .291027774.
 */
export const mazur = example({
  id: 'mazur',
  input: [2],
  layers: [
    {
      id: 'hidden',
      kind: 'dense',
      units: 2,
      activation: 'sigmoid',
      kernelInitializer: given([
        [0.15, 0.25],
        [0.2, 0.3],
      ]),
      biasInitializer: given([0.35, 0.35]),
      trainBias: false,
    },
    {
      id: 'output',
      kind: 'dense',
      units: 2,
      activation: 'sigmoid',
      kernelInitializer: given([
        [0.4, 0.5],
        [0.45, 0.55],
      ]),
      biasInitializer: given([0.6, 0.6]),
      trainBias: false,
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 0.5,
  epochs: 1000,
  batchSize: 1,
  samples: 1,
});

/** The 3–2–1 network of Han, Kamber, Pei: Data Mining, 3rd edition, example 9.1, with E = ½ Σ (y − t)². */
export const twoLayer = example({
  id: 'two-layer',
  input: [3],
  layers: [
    {
      id: 'hidden',
      kind: 'dense',
      units: 2,
      activation: 'sigmoid',
      kernelInitializer: given([
        [0.2, -0.3],
        [0.4, 0.1],
        [-0.5, 0.2],
      ]),
      biasInitializer: given([-0.4, 0.2]),
    },
    {
      id: 'output',
      kind: 'dense',
      units: 1,
      activation: 'sigmoid',
      kernelInitializer: given([[-0.3], [-0.2]]),
      biasInitializer: given([0.1]),
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 0.9,
  epochs: 200,
  batchSize: 1,
  samples: 1,
});

/** The line y = x + 1 through four points, from a line of zeros; the gradients of the first step are −20 and −7. */
export const linearRegression = example({
  id: 'linear-regression',
  input: [1],
  layers: [{ id: 'line', kind: 'dense', units: 1, kernelInitializer: given([[0]]), biasInitializer: given([0]) }],
  loss: { kind: 'meanSquaredError' },
  learningRate: 0.05,
  epochs: 300,
  batchSize: 4,
  samples: 4,
});

/** Three classes; the first sample's logits are 2, 1 and 0.1. */
export const softmax = example({
  id: 'softmax',
  input: [2],
  layers: [
    {
      id: 'output',
      kind: 'dense',
      units: 3,
      activation: 'softmax',
      kernelInitializer: given([
        [2, 1, 0.1],
        [0.1, 1, 2],
      ]),
      biasInitializer: given([0, 0, 0]),
    },
  ],
  loss: { kind: 'categoricalCrossentropy' },
  learningRate: 0.5,
  epochs: 200,
  batchSize: 3,
  samples: 1,
});
