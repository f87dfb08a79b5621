/** One neuron: the chain rule once, a threshold without a gradient, and the first learning rule. */
import { type Example, example, given, HALF_SQUARED } from './types';

/** One sigmoid neuron. The weighted sum of the first sample is 2·0.5 − 1·0.5 + 0.5 = 1. */
export const neuron = example({
  id: 'neuron',
  input: [2],
  layers: [
    {
      id: 'neuron',
      kind: 'dense',
      units: 1,
      activation: 'sigmoid',
      kernelInitializer: given([[0.5], [-0.5]]),
      biasInitializer: given([0.5]),
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 1,
  epochs: 200,
  batchSize: 4,
  samples: 1,
});

/**
 * AND as a neuron with a threshold: 1 where both inputs are 1 (McCulloch, Pitts: A logical calculus of the ideas immanent
 * in nervous activity, 1943). Its step has the slope 0 everywhere, so nothing is learned.
 */
export const threshold = example({
  id: 'threshold',
  data: 'and',
  input: [2],
  layers: [
    {
      id: 'neuron',
      kind: 'dense',
      units: 1,
      activation: 'step',
      kernelInitializer: given([[1], [1]]),
      biasInitializer: given([-1.5]),
    },
  ],
  loss: HALF_SQUARED,
  learningRate: 1,
  epochs: 20,
  batchSize: 4,
  samples: 4,
});

/** Rosenblatt's rule, w ← w + t·x for a sample on the wrong side, is gradient descent on the perceptron criterion. */
const perceptron = (id: string, data: string, kernel: [number, number], bias: number, epochs: number) =>
  example({
    id,
    data,
    input: [2],
    layers: [
      {
        id: 'neuron',
        kind: 'dense',
        units: 1,
        kernelInitializer: given(kernel.map((w) => [w])),
        biasInitializer: given([bias]),
      },
    ],
    loss: { kind: 'perceptron' },
    learningRate: 1,
    epochs,
    batchSize: 1,
    samples: 4,
  } satisfies Example);

export const perceptronAnd = perceptron('perceptron-and', 'and', [0.5, -0.5], 0, 20);
export const perceptronOr = perceptron('perceptron-or', 'or', [0.5, -0.5], 0, 20);
/**
 * No line separates XOR (Minsky, Papert: Perceptrons, 1969). With all four samples at once the weights go to and fro
 * between two places, starting with (0.3, 0.2, −0.1), and the loss stays above 0.
 */
export const perceptronXor = perceptron('perceptron-xor', 'xor', [0.3, 0.2], -0.1, 40);
