/**
 * The three products a convolution is made of, on addresses: output, gradient to the input, gradient to the kernel. A
 * matrix product is one of them too (see matMul.ts). A batch is cut into pieces for the threads, and always the same way:
 * how many there are follows from the sizes alone.
 */

import { MOST_JOBS } from './jobs';
import { crew, kernels, withScratch } from './native';

const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;
/** Multiplications below which a product is not worth cutting. */
const WORTH_CUTTING = 2 ** 21;
/** Bytes that the pieces' gradients to the kernel may take together. */
const MOST_PARTIAL_BYTES = 2 ** 25;

/** The sizes that every convolution kernel takes last, in its order (native/geometry.h). */
export interface Geometry {
  images: number;
  height: number;
  width: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  filters: number;
  kernelHeight: number;
  kernelWidth: number;
  strides: readonly [number, number];
  dilations: readonly [number, number];
  padTop: number;
  padLeft: number;
}

/** One piece: its images, and how far into input and output it begins, in bytes. */
interface Piece {
  geometry: readonly number[];
  input: number;
  output: number;
}

const tapsOf = (g: Geometry) => g.kernelHeight * g.kernelWidth * g.channels;

const argumentsOf = (g: Geometry, images: number): readonly number[] => [
  ...[images, g.height, g.width, g.channels, g.outHeight, g.outWidth, g.filters, g.kernelHeight, g.kernelWidth],
  ...[...g.strides, ...g.dilations, g.padTop, g.padLeft],
];

/** The batch in equal pieces, as nearly as may be. */
function piecesOf(g: Geometry, most = MOST_JOBS): Piece[] {
  const pixels = g.outHeight * g.outWidth;
  const worth = g.images * pixels * tapsOf(g) * g.filters >= WORTH_CUTTING;
  const count = worth ? Math.max(1, Math.min(g.images, most)) : 1;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i, i + 1].map((part) => Math.floor((part * g.images) / count));
    return {
      geometry: argumentsOf(g, to - from),
      input: from * g.height * g.width * g.channels * FLOAT_BYTES,
      output: from * pixels * g.filters * FLOAT_BYTES,
    };
  });
}

/** Runs a kernel on all pieces, each with memory of its own. */
function runPieces(
  kernel: string,
  pieces: readonly Piece[],
  addresses: (piece: Piece, index: number) => readonly number[],
  settings: readonly number[] = [],
): void {
  const sizes = pieces.map(({ geometry }) => kernels()[`${kernel}Scratch`](...geometry));
  const bytes = Math.ceil(Math.max(...sizes) / 16) * 16;
  withScratch(bytes * pieces.length, (scratch) => {
    crew().run(
      kernel,
      pieces.map((piece, i) => [...addresses(piece, i), scratch + i * bytes, ...settings, ...piece.geometry]),
    );
  });
}

/** out = x ⋆ kernel + bias (0: none), then relu if wanted. All addresses. */
export function convolve(x: number, kernel: number, bias: number, out: number, relu: boolean, g: Geometry): void {
  runPieces('conv2d', piecesOf(g), ({ input, output }) => [x + input, kernel, bias, out + output], [relu ? 1 : 0]);
}

/** dx from the gradient of the output and the kernel. */
export function inputGradient(upstream: number, kernel: number, dx: number, g: Geometry): void {
  runPieces('conv2dInputGradient', piecesOf(g), ({ input, output }) => [upstream + output, kernel, dx + input]);
}

/** The gradient to the kernel: every piece of the batch gives one, and they are added in their order. */
export function kernelGradient(x: number, upstream: number, dw: number, g: Geometry): void {
  const size = tapsOf(g) * g.filters;
  const bytes = size * FLOAT_BYTES;
  const pieces = piecesOf(g, Math.min(MOST_JOBS, Math.floor(MOST_PARTIAL_BYTES / bytes)));
  const run = (out: number, step: number) =>
    runPieces('conv2dKernelGradient', pieces, ({ input, output }, i) => [x + input, upstream + output, out + i * step]);
  if (pieces.length === 1) {
    run(dw, 0);
    return;
  }
  withScratch(pieces.length * bytes + size * DOUBLE_BYTES, (totals) => {
    const partials = totals + size * DOUBLE_BYTES;
    run(partials, bytes);
    kernels().columnSums(partials, dw, totals, 1, pieces.length, size, 1);
  });
}
