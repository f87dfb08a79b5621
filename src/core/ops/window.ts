/**
 * Windows that slide over images: the arithmetic that convolution and pooling, their gradients, their explanations and
 * receptive fields all share. A tap is one cell of one window that lies inside the image.
 */
import type { Shape } from '../graph/types';

/** Two numbers, for rows and columns. */
export type Pair = readonly [number, number];

/** Rows and columns of a kernel `[rows, columns, …]`. */
export const kernelSize = ([rows, columns]: Shape): Pair => [rows, columns];

/** How a window moves. Padding is what is added before and after, in rows and in columns. */
export interface WindowAttrs {
  strides: Pair;
  dilations: Pair;
  padding: readonly [Pair, Pair];
}

/** One axis of a sliding window. */
export interface WindowAxis {
  /** Cells of the image along the axis. */
  length: number;
  /** Cells of the window. */
  size: number;
  stride: number;
  dilation: number;
  /** Cells added in front. */
  before: number;
  /** Positions of the window. */
  positions: number;
}

/** Cells that a window spans, gaps of a dilation included. */
export function spanOf(size: number, dilation: number): number {
  return (size - 1) * dilation + 1;
}

/** Positions of a window along an axis; 0 or less when it does not fit. */
function positionsOf(length: number, size: number, stride: number, dilation: number, [before, after]: Pair): number {
  return Math.floor((length + before + after - spanOf(size, dilation)) / stride) + 1;
}

/**
 * Padding that keeps ⌈length/stride⌉ positions, the odd cell behind, as TensorFlow does it
 * (Dumoulin and Visin: A guide to convolution arithmetic for deep learning, 2016, section 2.3).
 */
export function samePadding(length: number, size: number, stride: number, dilation: number): Pair {
  const positions = Math.ceil(length / stride);
  const total = Math.max((positions - 1) * stride + spanOf(size, dilation) - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Rows and columns of a window of `size` over an image `[batch, height, width, channels]`. */
export function axesOf(image: Shape, size: Pair, attrs: WindowAttrs): readonly [WindowAxis, WindowAxis] {
  const axis = (i: 0 | 1): WindowAxis => {
    const length = image[i + 1];
    const stride = attrs.strides[i];
    const dilation = attrs.dilations[i];
    const positions = positionsOf(length, size[i], stride, dilation, attrs.padding[i]);
    return { length, size: size[i], stride, dilation, before: attrs.padding[i][0], positions };
  };
  return [axis(0), axis(1)];
}

/** The cell of the image under cell `cell` of the window at `position`; outside 0 … length − 1 it is padding. */
export function imageCell(axis: WindowAxis, position: number, cell: number): number {
  return position * axis.stride - axis.before + cell * axis.dilation;
}

/** Cells of the window at `position` that lie inside the image, with where they lie. */
export function insideCells(axis: WindowAxis, position: number): { cell: number; at: number }[] {
  const cells: { cell: number; at: number }[] = [];
  for (let cell = 0; cell < axis.size; cell++) {
    const at = imageCell(axis, position, cell);
    if (at >= 0 && at < axis.length) cells.push({ cell, at });
  }
  return cells;
}

/** The windows that see a cell of the image, with the cell of the window that lies on it. */
export function windowsOver(axis: WindowAxis, at: number): { position: number; cell: number }[] {
  const windows: { position: number; cell: number }[] = [];
  for (let cell = axis.size - 1; cell >= 0; cell--) {
    const start = at + axis.before - cell * axis.dilation;
    const position = start / axis.stride;
    if (Number.isInteger(position) && position >= 0 && position < axis.positions) windows.push({ position, cell });
  }
  return windows;
}

/** What a tap visits, counted in pixels (multiply by the channels): of the image, of the output, of the window. */
export type TapVisitor = (image: number, output: number, cell: number) => void;

/** Visits every tap: window after window in row order, in each the cells in row order. */
export function forEachTap(batch: number, [rows, columns]: readonly [WindowAxis, WindowAxis], visit: TapVisitor): void {
  const rowCells = Array.from({ length: rows.positions }, (_, y) => insideCells(rows, y));
  const columnCells = Array.from({ length: columns.positions }, (_, x) => insideCells(columns, x));
  let output = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (const inRow of rowCells) {
      for (const inColumn of columnCells) {
        for (const row of inRow) {
          const line = (sample * rows.length + row.at) * columns.length;
          for (const column of inColumn) visit(line + column.at, output, row.cell * columns.size + column.cell);
        }
        output++;
      }
    }
  }
}

/** LaTeX of the image's row or column under window cell `letter` (counted from 1): `i`, `i + 4`, `2 i - 1`. */
export function cellIndex(axis: WindowAxis, position: number, letter: string): string {
  const offset = imageCell(axis, position, -1) + 1;
  const factor = axis.dilation === 1 ? letter : `${axis.dilation} ${letter}`;
  if (offset === 0) return factor;
  return offset > 0 ? `${factor} + ${offset}` : `${factor} - ${-offset}`;
}

/** LaTeX of the window (counted from 1) whose cell `letter` lies on image cell `at`: `9 - i`, `(6 - 2 i) / 3`. */
export function windowIndex(axis: WindowAxis, at: number, letter: string): string {
  const { dilation, stride } = axis;
  const factor = dilation === 1 ? letter : `${dilation} ${letter}`;
  // position · stride = at + before − (letter − 1) · dilation, and positions are counted from 1 too.
  const text = `${at + axis.before + dilation + stride} - ${factor}`;
  return stride === 1 ? text : `(${text}) / ${stride}`;
}
