/**
 * XOR: the four rows of its truth table, the smallest problem that needs a hidden layer. There are no other samples,
 * so the test split holds the same four.
 */
import type { DatasetSource } from './source';

export const xor: DatasetSource = {
  id: 'xor',
  load: async () => {
    const rows = {
      inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      scale: 1,
      targets: Float32Array.of(0, 1, 1, 0),
    };
    return {
      info: {
        id: 'xor',
        inputShape: [2],
        classes: null,
        targetSize: 1,
        indices: 2,
        counts: { train: 4, test: 4 },
        classCounts: null,
        licence: 'CC0 1.0',
        citation: 'M. Minsky, S. Papert: Perceptrons. MIT Press, 1969.',
      },
      splits: { train: rows, test: rows },
    };
  },
};
