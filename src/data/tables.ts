/**
 * Data sets that fit on a page: the samples of worked examples, row by row. There are no other samples, so the test split
 * holds the same ones.
 */
import type { Shape } from '@/core/graph/types';
import { countClasses, type DatasetSource, type SplitData } from './source';

interface Table {
  id: string;
  inputShape: Shape;
  /** One row a sample, row-major within the sample. */
  inputs: readonly (readonly number[])[];
  /** One row a sample, or the numbers of their classes. */
  targets: readonly (readonly number[])[] | { classes: string[]; labels: readonly number[] };
  /** How many different whole numbers the inputs are, where they can stand for something; see DatasetInfo. */
  indices?: number;
  citation: string;
}

/** @returns A source that loads at once and cannot fail. */
function table({ id, inputShape, inputs, targets, indices, citation }: Table): DatasetSource {
  const labels = 'classes' in targets ? Uint8Array.from(targets.labels) : null;
  const classes = 'classes' in targets ? targets.classes : null;
  const vectors = 'classes' in targets ? [] : targets;
  const rows: SplitData = {
    inputs: Float32Array.from(inputs.flat()),
    scale: 1,
    targets: labels ?? Float32Array.from(vectors.flat()),
  };
  const count = inputs.length;
  const counted = labels && classes && countClasses(labels, classes.length);
  return {
    id,
    load: async () => ({
      info: {
        id,
        inputShape,
        classes,
        targetSize: classes?.length ?? vectors[0].length,
        ...(indices === undefined ? {} : { indices }),
        counts: { train: count, test: count },
        classCounts: counted && { train: counted, test: counted },
        licence: 'CC0 1.0',
        citation,
      },
      splits: { train: rows, test: rows },
    }),
  };
}

/** The four rows of a truth table with two inputs. */
const truthTable = (id: string, answers: [number, number, number, number], citation: string) =>
  table({
    id,
    inputShape: [2],
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: answers.map((answer) => [answer]),
    indices: 2,
    citation,
  });

/** The image of the textbook figure in tests/fixtures/worked.json. */
const FIGURE = [
  [2, -1, 0, -2],
  [0, 2, 0, 3],
  [-2, 0, 5, 1],
  [4, -3, 2, 0],
].flat();

/** That image, and what a map of it should be. */
const figure = (id: string, target: number[]) =>
  table({
    id,
    inputShape: [4, 4, 1],
    inputs: [FIGURE],
    targets: [target],
    citation: 'An image of 4×4 for a kernel of 3×3, as in a textbook’s first figure of a convolution.',
  });

const ROSENBLATT = 'F. Rosenblatt: Principles of Neurodynamics. Spartan, 1962.';
const OWN = 'Chainrule: an example to work by hand.';

export const tables: readonly DatasetSource[] = [
  truthTable('and', [0, 0, 0, 1], ROSENBLATT),
  truthTable('or', [0, 1, 1, 1], ROSENBLATT),
  truthTable('xor', [0, 1, 1, 0], 'M. Minsky, S. Papert: Perceptrons. MIT Press, 1969.'),
  table({
    id: 'neuron',
    inputShape: [2],
    inputs: [
      [2, 1],
      [1, 2],
      [3, 1],
      [1, 3],
    ],
    targets: [[1], [0], [1], [0]],
    citation: OWN,
  }),
  table({
    id: 'mazur',
    inputShape: [2],
    inputs: [[0.05, 0.1]],
    targets: [[0.01, 0.99]],
    citation: 'M. Mazur: A Step by Step Backpropagation Example, 2015.',
  }),
  table({
    id: 'two-layer',
    inputShape: [3],
    inputs: [[1, 0, 1]],
    targets: [[1]],
    citation:
      'J. Han, M. Kamber, J. Pei: Data Mining: Concepts and Techniques, 3rd edition, example 9.1. Elsevier, 2012.',
  }),
  table({
    id: 'linear-regression',
    inputShape: [1],
    inputs: [[1], [2], [3], [4]],
    targets: [[2], [3], [4], [5]],
    citation: OWN,
  }),
  table({
    id: 'softmax',
    inputShape: [2],
    inputs: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    targets: { classes: ['A', 'B', 'C'], labels: [0, 2, 1] },
    citation: OWN,
  }),
  figure('conv', [8, 8, -10, 8]),
  figure('conv-strides', [8, -10, 6, 4]),
  figure('conv-padding', [0, 4, 0, 8, -4, 8, 8, -10, 8, -12, 10, -4, -4, 6, 0, 4]),
  // Of each place first the cross-correlation's value, then the convolution's.
  figure('conv-flipped', [8, 0, 8, 4, -10, 8, 8, -10]),
  figure('max-pooling', [1, 2, 5, 6]),
  figure('average-pooling', [1, 0, 0, 1]),
  table({
    id: 'batch-norm',
    inputShape: [1],
    inputs: [[1], [2], [3], [6]],
    targets: [[-1], [0], [1], [3]],
    citation: OWN,
  }),
  table({
    id: 'dropout',
    inputShape: [2],
    inputs: [
      [1, 1],
      [1, 0],
      [0, 1],
      [2, 1],
    ],
    targets: [[1], [0.5], [1], [1.5]],
    citation: OWN,
  }),
  table({
    id: 'residual',
    inputShape: [2],
    inputs: [
      [1, 2],
      [2, 1],
      [1, 1],
      [0, 1],
    ],
    targets: [[1], [2], [1], [0]],
    citation: OWN,
  }),
];
