/**
 * `conv2d`: a window slides over an image; at each position every filter sums the products of its kernel with what lies
 * under it (Goodfellow, Bengio, Courville: Deep Learning, 9.1; without the flip, as every framework has it).
 * The two gradients are operations of their own, and each is the other two's gradient.
 */
import { positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape, Term } from '../graph/types';
import { productChain } from './chain';
import { conv2d, conv2dInputGradient, conv2dKernelGradient } from './emit';
import { writeSum } from './sums';
import { GraphError, type OpDefinition, term } from './types';
import { scatterCode, slidingSign, windowsCode } from './whole';
import {
  axesOf,
  cellIndex,
  forEachTap,
  insideCells,
  kernelSize,
  type WindowAttrs,
  type WindowAxis,
  windowIndex,
  windowsOver,
} from './window';
import { factorAt, imageAt, letterFor, positionIndex, sumOver } from './windowTerms';

export interface InputGradientAttrs extends WindowAttrs {
  inputShape: Shape;
}
export interface KernelGradientAttrs extends WindowAttrs {
  kernelShape: Shape;
}

const windowAttrs = (attrs: GraphNode['attrs']) => attrs as unknown as WindowAttrs;
const inputShapeOf = (node: Pick<GraphNode, 'attrs'>) => (node.attrs as unknown as InputGradientAttrs).inputShape;
const kernelShapeOf = (node: Pick<GraphNode, 'attrs'>) => (node.attrs as unknown as KernelGradientAttrs).kernelShape;

type Axes = readonly [WindowAxis, WindowAxis];
const axesFor = (image: Shape, kernel: Shape, attrs: GraphNode['attrs']): Axes =>
  axesOf(image, [kernel[0], kernel[1]], windowAttrs(attrs));

export const conv2dOp: OpDefinition = {
  name: 'conv2d',

  shape([image, kernel], attrs) {
    if (image.length !== 4 || kernel.length !== 4) {
      throw new GraphError('conv2dRank', { image: `[${image}]`, kernel: `[${kernel}]` });
    }
    if (image[3] !== kernel[2]) {
      throw new GraphError('conv2dChannels', { image: `[${image}]`, kernel: `[${kernel}]` });
    }
    const [rows, columns] = axesFor(image, kernel, attrs);
    if (rows.positions < 1 || columns.positions < 1) {
      throw new GraphError('windowTooLarge', { image: `[${image}]`, window: `[${kernel}]` });
    }
    return [image[0], rows.positions, columns.positions, kernel[3]];
  },

  vjp(sink, node, upstream, index) {
    const [image, kernel] = node.inputs;
    const attrs = windowAttrs(node.attrs);
    return index === 0
      ? conv2dInputGradient(sink, upstream, kernel, { ...attrs, inputShape: sink.node(image).shape })
      : conv2dKernelGradient(sink, image, upstream, { ...attrs, kernelShape: sink.node(kernel).shape });
  },

  evaluate([image, kernel], node) {
    const channels = image.shape[3];
    const filters = kernel.shape[3];
    const out = new Float64Array(sizeOf(node.shape));
    const { data: x } = image;
    const { data: k } = kernel;
    forEachTap(image.shape[0], axesFor(image.shape, kernel.shape, node.attrs), (pixel, output, cell) => {
      const to = output * filters;
      for (let c = 0; c < channels; c++) {
        const value = x[pixel * channels + c];
        const from = (cell * channels + c) * filters;
        if (value !== 0) for (let f = 0; f < filters; f++) out[to + f] += value * k[from + f];
      }
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [image, kernel] = inputs;
    const [sample, row, column, filter] = positionOf(node.shape, element);
    const [rows, columns] = axesFor(image.tensor.shape, kernel.tensor.shape, node.attrs);
    const channels = image.tensor.shape[3];
    const terms: Term[] = [];
    for (const y of insideCells(rows, row)) {
      for (const x of insideCells(columns, column)) {
        for (let c = 0; c < channels; c++) {
          terms.push(term([factorAt(image, [sample, y.at, x.at, c]), factorAt(kernel, [y.cell, x.cell, c, filter])]));
        }
      }
    }
    const [i, j, c] = [letterFor('i', rows.size), letterFor('j', columns.size), letterFor('c', channels)];
    const at = (axis: WindowAxis, position: number, letter: string | number) =>
      typeof letter === 'number' ? imageAt(axis, position) : cellIndex(axis, position, letter);
    const pixel = symbolAt(image.node, [sample, at(rows, row, i), at(columns, column, j), c]);
    const weight = symbolAt(kernel.node, [i, j, c, filter]);
    const sums = `${sumOver('i', rows.size)}${sumOver('j', columns.size)}${sumOver('c', channels)}`;
    const general = `${sums}${pixel} \\, ${weight}`;
    // A convolution of gradients (the gradient of a gradient) carries its upstream in the image.
    const chain = productChain(context, terms, 0);
    return { kind: 'sumOfProducts', ...writeSum(context, terms, general), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [x, k] }) => `${x} ${slidingSign(windowAttrs(node.attrs))} ${k}`,
    code: ({ node, inputs, names: [x, k], out }) => [
      `windows = ${windowsCode(x, kernelSize(inputs[1].shape), windowAttrs(node.attrs))}`,
      `${out} = np.einsum('nrscij,ijcf->nrsf', windows, ${k})`,
    ],
  },
};

/** Inputs: upstream `[batch, rows, columns, filters]`, kernel. Each pixel collects from every window that saw it. */
export const conv2dInputGradientOp: OpDefinition = {
  name: 'conv2dInputGradient',
  shape: (_inputs, attrs) => inputShapeOf({ attrs }),

  vjp(sink, node, upstream, index) {
    const [gradient, kernel] = node.inputs;
    const { strides, dilations, padding } = windowAttrs(node.attrs);
    const attrs = { strides, dilations, padding };
    return index === 0
      ? conv2d(sink, upstream, kernel, attrs)
      : conv2dKernelGradient(sink, upstream, gradient, { ...attrs, kernelShape: sink.node(kernel).shape });
  },

  evaluate([upstream, kernel], node) {
    const shape = inputShapeOf(node);
    const channels = shape[3];
    const filters = kernel.shape[3];
    const out = new Float64Array(sizeOf(shape));
    const { data: g } = upstream;
    const { data: k } = kernel;
    forEachTap(shape[0], axesFor(shape, kernel.shape, node.attrs), (pixel, output, cell) => {
      const at = output * filters;
      for (let c = 0; c < channels; c++) {
        const from = (cell * channels + c) * filters;
        let sum = 0;
        for (let f = 0; f < filters; f++) sum += g[at + f] * k[from + f];
        out[pixel * channels + c] += sum;
      }
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [upstream, kernel] = inputs;
    const shape = inputShapeOf(node);
    const [sample, row, column, channel] = positionOf(shape, element);
    const [rows, columns] = axesFor(shape, kernel.tensor.shape, node.attrs);
    const filters = kernel.tensor.shape[3];
    const terms: Term[] = [];
    for (const y of windowsOver(rows, row)) {
      for (const x of windowsOver(columns, column)) {
        for (let f = 0; f < filters; f++) {
          const arriving = factorAt(upstream, [sample, y.position, x.position, f]);
          terms.push(term([arriving, factorAt(kernel, [y.cell, x.cell, channel, f])]));
        }
      }
    }
    const [i, j, f] = [letterFor('i', rows.size), letterFor('j', columns.size), letterFor('f', filters)];
    const at = (axis: WindowAxis, cell: number, letter: string | number) =>
      typeof letter === 'number' ? (windowsOver(axis, cell)[0]?.position ?? 'r') : windowIndex(axis, cell, letter);
    const gradient = symbolAt(upstream.node, [sample, at(rows, row, i), at(columns, column, j), f]);
    const weight = symbolAt(kernel.node, [i, j, channel, f]);
    const sums = `${sumOver('i', rows.size)}${sumOver('j', columns.size)}${sumOver('f', filters)}`;
    const general = `${sums}${gradient} \\, ${weight}`;
    const chain = productChain(context, terms, 0);
    return { kind: 'sumOfProducts', ...writeSum(context, terms, general), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [g, k] }) => `${g} ${slidingSign(windowAttrs(node.attrs), '\\top')} ${k}`,
    code: (context) => {
      const [g, k] = context.names;
      const size = kernelSize(context.inputs[1].shape);
      const attrs = windowAttrs(context.node.attrs);
      return scatterCode(context, { image: context.node.shape, size, attrs, add: `${g} @ ${k}[i, j].T` });
    },
  },
};

/** Inputs: image, upstream. Each kernel weight collects from every position of the window, in every sample. */
export const conv2dKernelGradientOp: OpDefinition = {
  name: 'conv2dKernelGradient',
  shape: (_inputs, attrs) => kernelShapeOf({ attrs }),

  vjp(sink, node, upstream, index) {
    const [image, gradient] = node.inputs;
    const { strides, dilations, padding } = windowAttrs(node.attrs);
    const attrs = { strides, dilations, padding };
    return index === 0
      ? conv2dInputGradient(sink, gradient, upstream, { ...attrs, inputShape: sink.node(image).shape })
      : conv2d(sink, image, upstream, attrs);
  },

  evaluate([image, upstream], node) {
    const shape = kernelShapeOf(node);
    const channels = shape[2];
    const filters = shape[3];
    const out = new Float64Array(sizeOf(shape));
    const { data: x } = image;
    const { data: g } = upstream;
    forEachTap(image.shape[0], axesFor(image.shape, shape, node.attrs), (pixel, output, cell) => {
      const at = output * filters;
      for (let c = 0; c < channels; c++) {
        const value = x[pixel * channels + c];
        const to = (cell * channels + c) * filters;
        if (value !== 0) for (let f = 0; f < filters; f++) out[to + f] += value * g[at + f];
      }
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [image, upstream] = inputs;
    const shape = kernelShapeOf(node);
    const [i, j, channel, filter] = positionOf(shape, element);
    const [rows, columns] = axesFor(image.tensor.shape, shape, node.attrs);
    const samples = image.tensor.shape[0];
    const terms: Term[] = [];
    for (let sample = 0; sample < samples; sample++) {
      for (let row = 0; row < rows.positions; row++) {
        const y = insideCells(rows, row).find(({ cell }) => cell === i);
        if (!y) continue;
        for (let column = 0; column < columns.positions; column++) {
          const x = insideCells(columns, column).find(({ cell }) => cell === j);
          if (!x) continue;
          const pixel = factorAt(image, [sample, y.at, x.at, channel]);
          terms.push(term([pixel, factorAt(upstream, [sample, row, column, filter])]));
        }
      }
    }
    const n = letterFor('n', samples);
    const pixel = symbolAt(image.node, [n, positionIndex(rows, 'r', i), positionIndex(columns, 's', j), channel]);
    const gradient = symbolAt(upstream.node, [n, 'r', 's', filter]);
    const sums = `${sumOver('n', samples)}\\sum_{r=1}^{${rows.positions}} \\sum_{s=1}^{${columns.positions}}`;
    const general = `${sums} ${pixel} \\, ${gradient}`;
    const chain = productChain(context, terms, 1);
    return { kind: 'sumOfProducts', ...writeSum(context, terms, general), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [x, g] }) => `${x} ${slidingSign(windowAttrs(node.attrs))} ${g}`,
    code: ({ node, names: [x, g], out }) => [
      `windows = ${windowsCode(x, kernelSize(node.shape), windowAttrs(node.attrs))}`,
      `${out} = np.einsum('nrscij,nrsf->ijcf', windows, ${g})`,
    ],
  },
};
