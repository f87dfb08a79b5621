/**
 * `depthwiseConv2d`: a window slides over every channel by itself; each channel has kernels of its own (the multiplier
 * says how many) and is never mixed with another (Chollet: Xception, CVPR 2017; Howard et al.: MobileNets, 2017).
 * Output channel c·m + j is channel c under its kernel j, as Keras orders them. As with conv2d, the two gradients are
 * operations of their own, and each is the other two's gradient.
 */
import { positionOf, sizeOf } from '../graph/shape';
import type { GraphNode, Shape, Term } from '../graph/types';
import { productChain } from './chain';
import type { InputGradientAttrs, KernelGradientAttrs } from './conv2d';
import { depthwiseConv2d, depthwiseConv2dInputGradient, depthwiseConv2dKernelGradient } from './emit';
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

const windowAttrs = (attrs: GraphNode['attrs']) => {
  const { strides, dilations, padding } = attrs as unknown as WindowAttrs;
  return { strides, dilations, padding };
};
const inputShapeOf = (node: Pick<GraphNode, 'attrs'>) => (node.attrs as unknown as InputGradientAttrs).inputShape;
const kernelShapeOf = (node: Pick<GraphNode, 'attrs'>) => (node.attrs as unknown as KernelGradientAttrs).kernelShape;

const axesFor = (image: Shape, kernel: Shape, attrs: GraphNode['attrs']) =>
  axesOf(image, [kernel[0], kernel[1]], windowAttrs(attrs));

/** Calls `visit` with the flat positions of every product: of the image, the kernel and the output. */
function eachProduct(
  image: Shape,
  kernel: Shape,
  attrs: GraphNode['attrs'],
  visit: (x: number, k: number, y: number) => void,
): void {
  const [, , channels, multiplier] = kernel;
  forEachTap(image[0], axesFor(image, kernel, attrs), (pixel, output, cell) => {
    for (let c = 0; c < channels; c++) {
      for (let j = 0; j < multiplier; j++) {
        visit(pixel * channels + c, (cell * channels + c) * multiplier + j, (output * channels + c) * multiplier + j);
      }
    }
  });
}

export const depthwiseConv2dOp: OpDefinition = {
  name: 'depthwiseConv2d',

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
    return [image[0], rows.positions, columns.positions, kernel[2] * kernel[3]];
  },

  vjp(sink, node, upstream, index) {
    const [image, kernel] = node.inputs;
    const attrs = windowAttrs(node.attrs);
    return index === 0
      ? depthwiseConv2dInputGradient(sink, upstream, kernel, { ...attrs, inputShape: sink.node(image).shape })
      : depthwiseConv2dKernelGradient(sink, image, upstream, { ...attrs, kernelShape: sink.node(kernel).shape });
  },

  evaluate([image, kernel], node) {
    const out = new Float64Array(sizeOf(node.shape));
    eachProduct(image.shape, kernel.shape, node.attrs, (x, k, y) => {
      out[y] += image.data[x] * kernel.data[k];
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [image, kernel] = inputs;
    const [sample, row, column, filter] = positionOf(node.shape, element);
    const multiplier = kernel.tensor.shape[3];
    const [channel, j] = [Math.floor(filter / multiplier), filter % multiplier];
    const [rows, columns] = axesFor(image.tensor.shape, kernel.tensor.shape, node.attrs);
    const terms = insideCells(rows, row).flatMap((y) =>
      insideCells(columns, column).map((x) =>
        term([factorAt(image, [sample, y.at, x.at, channel]), factorAt(kernel, [y.cell, x.cell, channel, j])]),
      ),
    );
    const [a, b] = [letterFor('i', rows.size), letterFor('j', columns.size)];
    const at = (axis: WindowAxis, position: number, letter: string | number) =>
      typeof letter === 'number' ? imageAt(axis, position) : cellIndex(axis, position, letter);
    const pixel = symbolAt(image.node, [sample, at(rows, row, a), at(columns, column, b), channel]);
    const weight = symbolAt(kernel.node, [a, b, channel, j]);
    const general = `${sumOver('i', rows.size)}${sumOver('j', columns.size)}${pixel} \\, ${weight}`;
    const chain = productChain(context, terms, 0);
    return { kind: 'sumOfProducts', ...writeSum(context, terms, general), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [x, k] }) => `${x} ${slidingSign(windowAttrs(node.attrs), '\\mathrm{c}')} ${k}`,
    code: ({ node, inputs, names: [x, k], out }) => [
      `windows = ${windowsCode(x, kernelSize(inputs[1].shape), windowAttrs(node.attrs))}`,
      `${out} = np.einsum('nrscij,ijcm->nrscm', windows, ${k}).reshape(${node.shape.join(', ')})`,
    ],
  },
};

/** Inputs: upstream, kernel. Each pixel collects from every window that saw it, from its own channel's kernels only. */
export const depthwiseConv2dInputGradientOp: OpDefinition = {
  name: 'depthwiseConv2dInputGradient',
  shape: (_inputs, attrs) => inputShapeOf({ attrs }),

  vjp(sink, node, upstream, index) {
    const [gradient, kernel] = node.inputs;
    const attrs = windowAttrs(node.attrs);
    return index === 0
      ? depthwiseConv2d(sink, upstream, kernel, attrs)
      : depthwiseConv2dKernelGradient(sink, upstream, gradient, { ...attrs, kernelShape: sink.node(kernel).shape });
  },

  evaluate([upstream, kernel], node) {
    const shape = inputShapeOf(node);
    const out = new Float64Array(sizeOf(shape));
    eachProduct(shape, kernel.shape, node.attrs, (x, k, y) => {
      out[x] += upstream.data[y] * kernel.data[k];
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [upstream, kernel] = inputs;
    const shape = inputShapeOf(node);
    const [sample, row, column, channel] = positionOf(shape, element);
    const multiplier = kernel.tensor.shape[3];
    const [rows, columns] = axesFor(shape, kernel.tensor.shape, node.attrs);
    const terms: Term[] = [];
    for (const y of windowsOver(rows, row)) {
      for (const x of windowsOver(columns, column)) {
        for (let j = 0; j < multiplier; j++) {
          const arriving = factorAt(upstream, [sample, y.position, x.position, channel * multiplier + j]);
          terms.push(term([arriving, factorAt(kernel, [y.cell, x.cell, channel, j])]));
        }
      }
    }
    const [a, b] = [letterFor('i', rows.size), letterFor('j', columns.size)];
    const at = (axis: WindowAxis, cell: number, letter: string | number) =>
      typeof letter === 'number' ? (windowsOver(axis, cell)[0]?.position ?? 'r') : windowIndex(axis, cell, letter);
    const m = letterFor('m', multiplier);
    const filter = multiplier === 1 ? channel : channel === 0 ? 'm' : `${channel * multiplier} + m`;
    const gradient = symbolAt(upstream.node, [sample, at(rows, row, a), at(columns, column, b), filter]);
    const weight = symbolAt(kernel.node, [a, b, channel, m]);
    const sums = `${sumOver('i', rows.size)}${sumOver('j', columns.size)}${sumOver('m', multiplier)}`;
    const general = `${sums}${gradient} \\, ${weight}`;
    const chain = productChain(context, terms, 0);
    return { kind: 'sumOfProducts', ...writeSum(context, terms, general), terms, chain };
  },
  whole: {
    matrix: ({ node, symbols: [g, k] }) => `${g} ${slidingSign(windowAttrs(node.attrs), '\\mathrm{c}\\top')} ${k}`,
    code: (context) => {
      const [g, k] = context.names;
      const size = kernelSize(context.inputs[1].shape);
      const attrs = windowAttrs(context.node.attrs);
      const [channels, multiplier] = context.inputs[1].shape.slice(2);
      const grouped = `${g}.reshape(${[...context.inputs[0].shape.slice(0, 3), channels, multiplier].join(', ')})`;
      return scatterCode(context, {
        image: context.node.shape,
        size,
        attrs,
        add: `(${grouped} * ${k}[i, j]).sum(axis=-1)`,
      });
    },
  },
};

/** Inputs: image, upstream. Each kernel weight collects from every position of the window, in every sample. */
export const depthwiseConv2dKernelGradientOp: OpDefinition = {
  name: 'depthwiseConv2dKernelGradient',
  shape: (_inputs, attrs) => kernelShapeOf({ attrs }),

  vjp(sink, node, upstream, index) {
    const [image, gradient] = node.inputs;
    const attrs = windowAttrs(node.attrs);
    return index === 0
      ? depthwiseConv2dInputGradient(sink, gradient, upstream, { ...attrs, inputShape: sink.node(image).shape })
      : depthwiseConv2d(sink, image, upstream, attrs);
  },

  evaluate([image, upstream], node) {
    const shape = kernelShapeOf(node);
    const out = new Float64Array(sizeOf(shape));
    eachProduct(image.shape, shape, node.attrs, (x, k, y) => {
      out[k] += image.data[x] * upstream.data[y];
    });
    return out;
  },

  explain(context) {
    const { node, inputs, element, symbolAt } = context;
    const [image, upstream] = inputs;
    const shape = kernelShapeOf(node);
    const [i, j, channel, m] = positionOf(shape, element);
    const filter = channel * shape[3] + m;
    const [rows, columns] = axesFor(image.tensor.shape, shape, node.attrs);
    const samples = image.tensor.shape[0];
    const seen = (axis: WindowAxis, cell: number) =>
      Array.from({ length: axis.positions }, (_, position) => ({
        position,
        at: insideCells(axis, position).find((inside) => inside.cell === cell)?.at,
      })).filter((window): window is { position: number; at: number } => window.at !== undefined);
    const inColumns = seen(columns, j);
    const inRows = seen(rows, i);
    const terms: Term[] = [];
    for (let sample = 0; sample < samples; sample++) {
      for (const y of inRows) {
        for (const x of inColumns) {
          const pixel = factorAt(image, [sample, y.at, x.at, channel]);
          terms.push(term([pixel, factorAt(upstream, [sample, y.position, x.position, filter])]));
        }
      }
    }
    const n = letterFor('n', samples);
    const pixel = symbolAt(image.node, [n, positionIndex(rows, 'r', i), positionIndex(columns, 's', j), channel]);
    const gradient = symbolAt(upstream.node, [n, 'r', 's', filter]);
    const sums = `${sumOver('n', samples)}\\sum_{r=1}^{${rows.positions}} \\sum_{s=1}^{${columns.positions}}`;
    const chain = productChain(context, terms, 1);
    return {
      kind: 'sumOfProducts',
      ...writeSum(context, terms, `${sums} ${pixel} \\, ${gradient}`),
      terms,
      chain,
    };
  },
  whole: {
    matrix: ({ node, symbols: [x, g] }) => `${x} ${slidingSign(windowAttrs(node.attrs), '\\mathrm{c}')} ${g}`,
    code: ({ node, inputs, names: [x, g], out }) => [
      `windows = ${windowsCode(x, kernelSize(node.shape), windowAttrs(node.attrs))}`,
      `by_channel = ${g}.reshape(${[...inputs[1].shape.slice(0, 3), node.shape[2], node.shape[3]].join(', ')})`,
      `${out} = np.einsum('nrscij,nrscm->ijcm', windows, by_channel)`,
    ],
  },
};
