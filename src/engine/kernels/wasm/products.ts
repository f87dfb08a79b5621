/**
 * The three products a convolution is made of, on addresses: output, gradient to the input, gradient to the kernel. A
 * matrix product is one of them too (see matMul.ts). Threads share the images of a batch, or the kernel's taps; every
 * number is summed up by one of them in an order of its own, so the result does not depend on how the work is cut.
 */

import { shares } from './crew';
import { crew, kernels, withScratch } from './native';

const FLOAT_BYTES = 4;
/** Taps that the kernel's gradient works on at once (ROWS in native/geometry.h). */
const TAPS_AT_ONCE = 4;

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

const tapsOf = (g: Geometry) => g.kernelHeight * g.kernelWidth * g.channels;

const argumentsOf = (g: Geometry, images = g.images): readonly number[] => [
  ...[images, g.height, g.width, g.channels, g.outHeight, g.outWidth, g.filters, g.kernelHeight, g.kernelWidth],
  ...[...g.strides, ...g.dilations, g.padTop, g.padLeft],
];

const productsOf = (g: Geometry) => g.images * g.outHeight * g.outWidth * tapsOf(g) * g.filters;

/** What a kernel is given: its addresses, with memory of its own after them, its settings, its sizes. */
interface Piece {
  addresses: readonly number[];
  settings?: readonly number[];
  sizes: readonly number[];
}

function runPieces(kernel: string, pieces: readonly Piece[]): void {
  const needed = pieces.map(({ sizes }) => kernels()[`${kernel}Scratch`](...sizes));
  const bytes = Math.ceil(Math.max(...needed) / 16) * 16;
  withScratch(bytes * pieces.length, (scratch) => {
    crew().run(
      kernel,
      pieces.map(({ addresses, settings = [], sizes }, i) => [
        ...addresses,
        scratch + i * bytes,
        ...settings,
        ...sizes,
      ]),
    );
  });
}

/** The batch in pieces, with how far into input and output each begins, in bytes. */
function piecesOfBatch(g: Geometry, pieceOf: (input: number, output: number) => Omit<Piece, 'sizes'>): Piece[] {
  return shares(crew(), g.images, productsOf(g)).map(({ from, to }) => {
    const input = from * g.height * g.width * g.channels * FLOAT_BYTES;
    const output = from * g.outHeight * g.outWidth * g.filters * FLOAT_BYTES;
    return { ...pieceOf(input, output), sizes: argumentsOf(g, to - from) };
  });
}

/** out = x ⋆ kernel + bias (0: none), then relu if wanted. All addresses. */
export function convolve(x: number, kernel: number, bias: number, out: number, relu: boolean, g: Geometry): void {
  const pieces = piecesOfBatch(g, (input, output) => ({
    addresses: [x + input, kernel, bias, out + output],
    settings: [relu ? 1 : 0],
  }));
  runPieces('conv2d', pieces);
}

/** dx from the gradient of the output and the kernel. */
export function inputGradient(upstream: number, kernel: number, dx: number, g: Geometry): void {
  const pieces = piecesOfBatch(g, (input, output) => ({ addresses: [upstream + output, kernel, dx + input] }));
  runPieces('conv2dInputGradient', pieces);
}

/** The gradient to the kernel. */
export function kernelGradient(x: number, upstream: number, dw: number, g: Geometry): void {
  const taps = tapsOf(g);
  const pieces = shares(crew(), Math.ceil(taps / TAPS_AT_ONCE), productsOf(g)).map(({ from, to }) => ({
    addresses: [x, upstream, dw],
    settings: [from * TAPS_AT_ONCE, Math.min(taps, to * TAPS_AT_ONCE)],
    sizes: argumentsOf(g),
  }));
  runPieces('conv2dKernelGradient', pieces);
}
