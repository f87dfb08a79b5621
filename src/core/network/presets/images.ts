/**
 * One image of 4×4 and one kernel of 3×3 (the textbook figure of tests/fixtures/worked.json), as they are, with strides,
 * with padding and with the kernel turned round; and the two ways to pool. A map is told what it should have been, so
 * that there is something to send back.
 */
import type { LayerSpec } from '../spec';
import { example, given, HALF_SQUARED } from './types';

const INPUT = [4, 4, 1];
const KERNEL = [
  [1, 0, 1],
  [0, -1, 0],
  [-2, 2, 1],
];
/** Turned by 180°: rows and columns backwards. */
const TURNED = KERNEL.map((row) => row.toReversed()).toReversed();

/** A kernel as Keras has it: [rows, columns, 1, 1]. */
const kernelOf = (rows: number[][]) => given(rows.map((row) => row.map((value) => [[value]])));

const convolution = (settings: Partial<LayerSpec> = {}, kernel = KERNEL): LayerSpec => ({
  id: 'conv',
  kind: 'conv2d',
  filters: 1,
  kernelSize: 3,
  useBias: false,
  kernelInitializer: kernelOf(kernel),
  ...settings,
});
const FLATTEN: LayerSpec = { id: 'flatten', kind: 'flatten' };

const image = (id: string, layers: LayerSpec[], data = id) =>
  example({
    id,
    data,
    input: INPUT,
    layers: [...layers, FLATTEN],
    loss: HALF_SQUARED,
    learningRate: 0.01,
    epochs: 100,
    batchSize: 1,
    samples: 1,
  });

export const conv = image('conv', [convolution()]);
/** Two cells at a time, with a row and a column of zeros at the end, as Keras pads an even image. */
export const convStrides = image('conv-strides', [convolution({ strides: 2, padding: 'same' })]);
export const convPadding = image('conv-padding', [convolution({ padding: 'same' })]);
/** What layers call convolution is cross-correlation; with the kernel turned round it is the convolution of mathematics. */
export const convFlipped = image('conv-flipped', [
  convolution({ id: 'correlation', inputs: ['input'] }),
  convolution({ id: 'convolution', inputs: ['input'] }, TURNED),
  { id: 'both', kind: 'concatenate', inputs: ['correlation', 'convolution'] },
]);

/** A kernel of one cell that is 1 passes the image on as it is; its gradient shows which cells a pool listened to. */
const pooled = (id: string, kind: string) =>
  image(id, [convolution({ id: 'scale', kernelSize: 1 }, [[1]]), { id: 'pool', kind, poolSize: 2 }]);
export const maxPooling = pooled('max-pooling', 'maxPooling2d');
export const averagePooling = pooled('average-pooling', 'averagePooling2d');
