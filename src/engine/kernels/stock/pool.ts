/**
 * Pooling and its gradients from stock kernels, right on every backend for all strides, dilations and paddings; it serves
 * those without kernels of their own. Where the stock pooling kernels fall short, a window is seen as a convolution with
 * one filter for each of its cells: forward it lays the cells side by side, backward it puts their gradients back and
 * adds up where windows overlap.
 */
import type { Shape } from '@/core/graph/types';
import type { PoolAttrs } from '@/core/ops/pool2d';
import { axesOf, insideCells, type Pair } from '@/core/ops/window';
import { freeing, reshaped, run, type Tensor, tensor } from '../../executors/kernels';
import { stockConv2d, stockInputGradient } from './conv2d';

type Four = [number, number, number, number];

/** Below every float32 that is finite, or the lowest itself: padding that never wins. Infinity would spoil the sums. */
const LOWEST = -3.4028234663852886e38;

/** Every channel of every sample as an image of its own: [samples · channels, rows, columns, 1]. */
function oneByOne(x: Tensor): Tensor {
  const [samples, rows, columns, channels] = x.shape as Four;
  const moved = run('Transpose', { x }, { perm: [0, 3, 1, 2] });
  return freeing(reshaped(moved, [samples * channels, rows, columns, 1]), moved);
}

/** The way back. */
function together(images: Tensor, channels: number): Tensor {
  const [count, rows, columns] = images.shape as Four;
  const view = reshaped(images, [count / channels, channels, rows, columns]);
  return freeing(run('Transpose', { x: view }, { perm: [0, 2, 3, 1] }), view);
}

/** [rows, columns, 1, cells]: filter k is 1 at the window's k-th cell. */
function cellFilters([rows, columns]: Pair): Tensor {
  const cells = rows * columns;
  const values = new Float32Array(cells * cells);
  for (let cell = 0; cell < cells; cell++) values[cell * cells + cell] = 1;
  return tensor(values, [rows, columns, 1, cells]);
}

/** The cells of every window side by side, [samples · channels · positions, cells]; padding is the lowest number. */
function cellsOf(x: Tensor, { size, padding, ...moves }: PoolAttrs): Tensor {
  const images = oneByOne(x);
  const paddings = [[0, 0], [...padding[0]], [...padding[1]], [0, 0]];
  const padded = run('PadV2', { x: images }, { paddings, constantValue: LOWEST });
  const filters = cellFilters(size);
  const unpadded = [
    [0, 0],
    [0, 0],
  ] as const;
  const cells = stockConv2d(padded, filters, { ...moves, padding: unpadded });
  const count = size[0] * size[1];
  return freeing(reshaped(cells, [cells.size / count, count]), images, padded, filters, cells);
}

/** How many cells of each window lie inside the image, [1, rows, columns, 1]. */
function insideCounts(imageShape: Shape, attrs: PoolAttrs): Tensor {
  const [rows, columns] = axesOf(imageShape, attrs.size, attrs);
  const counts = new Float32Array(rows.positions * columns.positions);
  for (let y = 0; y < rows.positions; y++) {
    const inRow = insideCells(rows, y).length;
    for (let x = 0; x < columns.positions; x++) {
      counts[y * columns.positions + x] = inRow * insideCells(columns, x).length;
    }
  }
  return tensor(counts, [1, rows.positions, columns.positions, 1]);
}

/** No stock kernel knows gaps. */
const hasStockKernel = ({ dilations }: PoolAttrs) => dilations.every((n) => n === 1);

const stockAttrs = ({ size, strides, padding }: PoolAttrs) => ({
  filterSize: [...size],
  strides: [...strides],
  pad: [[0, 0], [...padding[0]], [...padding[1]], [0, 0]],
});

/** The largest value of each window, channel by channel. */
export function stockMaxPool(x: Tensor, attrs: PoolAttrs): Tensor {
  if (hasStockKernel(attrs)) return run('MaxPool', { x }, stockAttrs(attrs));
  const [samples, , , channels] = x.shape as Four;
  const [rows, columns] = axesOf(x.shape, attrs.size, attrs);
  const cells = cellsOf(x, attrs);
  const largest = run('Max', { x: cells }, { reductionIndices: [1], keepDims: false });
  const images = reshaped(largest, [samples * channels, rows.positions, columns.positions, 1]);
  return freeing(together(images, channels), cells, largest, images);
}

/** ∂L/∂image: each upstream value goes to the first largest cell of its window. */
export function stockMaxPoolGradient(upstream: Tensor, x: Tensor, attrs: PoolAttrs): Tensor {
  const [, rows, columns] = upstream.shape as Four;
  const [samples, height, width, channels] = x.shape as Four;
  const cells = cellsOf(x, attrs);
  const winners = run('ArgMax', { x: cells }, { axis: 1 });
  const depth = cells.shape[1] as number;
  const marks = run('OneHot', { indices: winners }, { depth, onValue: 1, offValue: 0, dtype: 'int32' });
  const numbers = run('Cast', { x: marks }, { dtype: 'float32' });
  const images = oneByOne(upstream);
  const values = reshaped(images, [images.size, 1]);
  const routed = run('Multiply', { a: numbers, b: values });
  const byCell = reshaped(routed, [samples * channels, rows, columns, depth]);
  const filters = cellFilters(attrs.size);
  const put = stockInputGradient(byCell, filters, attrs, [samples * channels, height, width, 1]);
  const gradient = together(put, channels);
  return freeing(gradient, cells, winners, marks, numbers, images, values, routed, byCell, filters, put);
}

/** The mean of each window, channel by channel; padding does not count. */
export function stockAvgPool(x: Tensor, attrs: PoolAttrs): Tensor {
  if (hasStockKernel(attrs)) return run('AvgPool', { x }, stockAttrs(attrs));
  const { size, ...window } = attrs;
  const images = oneByOne(x);
  const ones = run('Fill', {}, { shape: [...size, 1, 1], value: 1, dtype: 'float32' });
  const sums = stockConv2d(images, ones, window);
  const counts = insideCounts(x.shape, attrs);
  const means = run('RealDiv', { a: sums, b: counts });
  return freeing(together(means, x.shape[3] as number), images, ones, sums, counts, means);
}

/** ∂L/∂image: each upstream value is shared out equally among its window's cells. */
export function stockAvgPoolGradient(upstream: Tensor, attrs: PoolAttrs, inputShape: Shape): Tensor {
  const { size, ...window } = attrs;
  const [samples, height, width, channels] = inputShape as Four;
  const images = oneByOne(upstream);
  const counts = insideCounts(inputShape, attrs);
  const shares = run('RealDiv', { a: images, b: counts });
  const ones = run('Fill', {}, { shape: [...size, 1, 1], value: 1, dtype: 'float32' });
  const put = stockInputGradient(shares, ones, window, [samples * channels, height, width, 1]);
  return freeing(together(put, channels), images, counts, shares, ones, put);
}
