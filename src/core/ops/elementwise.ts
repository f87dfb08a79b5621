/**
 * `elementwise`: one expression of core/expr over its inputs, broadcast as in NumPy. Activations, losses, biases and
 * optimizer updates are all this one operation; its gradient is the differentiated expression.
 */
import {
  differentiate,
  equal,
  evaluate,
  mapArrays,
  mul,
  num,
  simplify,
  sym,
  symbols as symbolsOf,
  toLatex,
  toNumpy,
} from '../expr';
import { broadcastData, broadcastElement, broadcastShapes, sizeOf } from '../graph/shape';
import type { ElementwiseAttrs, GraphNode, Shape } from '../graph/types';
import { broadcastTo, elementwise, reduceSum, reshape } from './emit';
import { type ExplainContext, GraphError, type NodeSink, type OpDefinition } from './types';
import { assigned } from './whole';

const attrsOf = (node: GraphNode) => node.attrs as unknown as ElementwiseAttrs;

/** `weightDecay` as Python has it: `weight_decay`. */
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Sums a gradient of shape `from` over the axes along which an input of shape `to` was repeated. */
function unbroadcast(sink: NodeSink, id: number, to: Shape): number {
  const from = sink.node(id).shape;
  const shift = from.length - to.length;
  const axes = from
    .map((_, axis) => axis)
    .filter((axis) => axis < shift || (to[axis - shift] === 1 && from[axis] !== 1));
  if (axes.length === 0) return id;
  const summed = reduceSum(sink, id, axes, false);
  return sink.node(summed).shape.length === to.length ? summed : reshape(sink, summed, to);
}

function explainElementwise(context: ExplainContext): ReturnType<OpDefinition['explain']> {
  const { node, inputs, element, number } = context;
  const { expr, args, constants, local } = attrsOf(node);
  const elements = inputs.map(({ node: input }) => broadcastElement(input.shape, node.shape, element));
  const values: Record<string, number> = { ...constants };
  const names: Record<string, string> = {};
  args.forEach((name, i) => {
    values[name] = inputs[i].tensor.data[elements[i]];
    names[name] = context.symbol(inputs[i].node, elements[i]);
  });
  const terms = inputs.map(({ node: input }, i) => ({
    factors: [{ node: input.id, element: elements[i], value: values[args[i]] }],
    value: values[args[i]],
  }));
  const format = (value: number) => number(value);
  // Settings are numbers that stand for no element.
  const put: Record<string, number | string> = { ...constants };
  args.forEach((name, i) => {
    put[name] = number(values[name], { node: inputs[i].node.id, element: elements[i] });
  });
  const upstream = args.indexOf('upstream');
  return {
    kind: 'elementwise',
    symbols: toLatex(expr, { symbols: names }),
    numbers: toLatex(expr, { values: put, format }),
    terms,
    chain:
      local && upstream >= 0
        ? [
            {
              upstream: terms[upstream].factors[0],
              local: evaluate(local, values),
              localSymbols: toLatex(local, { symbols: names }),
              localNumbers: toLatex(local, { values: put, format }),
            },
          ]
        : null,
  };
}

export const elementwiseOp: OpDefinition = {
  name: 'elementwise',

  shape(inputs, attrs) {
    return inputs.reduce((shape, input) => {
      const common = broadcastShapes(shape, input);
      if (!common) {
        throw new GraphError('broadcast', { a: `[${shape}]`, b: `[${input}]`, of: String(attrs.definition) });
      }
      return common;
    }, [] as Shape);
  },

  vjp(sink, node, upstream, index) {
    const { expr, stable, args, constants, definition, gradients } = attrsOf(node);
    const name = args[index];
    const target = sink.node(node.inputs[index]);
    if (target.role === 'scalar' || target.role === 'constant') return null;
    const local = gradients?.[name] ?? simplify(differentiate(stable ?? expr, name));
    if (equal(local, num(0))) return null;
    if (equal(local, num(1))) return unbroadcast(sink, spread(sink, upstream, node.shape), target.shape);
    const used = symbolsOf(local);
    const bindings: Record<string, number> = { upstream };
    args.forEach((arg, i) => {
      if (used.includes(arg)) bindings[arg] = node.inputs[i];
    });
    if (used.includes('y') && !args.includes('y')) bindings.y = node.id;
    const product = elementwise(sink, {
      expr: mul(sym('upstream'), local),
      args: bindings,
      constants,
      definition: `gradient of ${definition}`,
      local,
    });
    return unbroadcast(sink, product, target.shape);
  },

  evaluate(inputs, node) {
    const { expr, stable, args, constants } = attrsOf(node);
    const arrays = inputs.map(({ data, shape }) =>
      shape.length === 0 ? data[0] : broadcastData(data, shape, node.shape),
    );
    // Settings are arguments too: the tree stays the same object, whose compiled form is kept.
    const names = [...args, ...Object.keys(constants)];
    return mapArrays(stable ?? expr, names, [...arrays, ...Object.values(constants)], sizeOf(node.shape));
  },

  explain: explainElementwise,
  whole: {
    matrix({ node, inputs, symbols }) {
      const { expr, args } = attrsOf(node);
      const arrays = new Set(args.filter((_, i) => sizeOf(inputs[i].shape) > 1));
      return toLatex(expr, { symbols: Object.fromEntries(args.map((name, i) => [name, symbols[i]])), arrays });
    },
    code(context) {
      const { expr, args, constants } = attrsOf(context.node);
      const names = new Map(args.map((name, i) => [name, context.names[i]]));
      const settings = symbolsOf(expr).filter((name) => !names.has(name) && Object.hasOwn(constants, name));
      return [
        ...settings.map((name) => `${snakeCase(name)} = ${constants[name]}`),
        ...assigned(
          context,
          toNumpy(expr, (name) => names.get(name) ?? snakeCase(name)),
        ),
      ];
    },
  },
};

/** A gradient whose node is a scalar may flow to an input of more elements: give it the node's shape first. */
function spread(sink: NodeSink, upstream: number, shape: Shape): number {
  return sizeOf(sink.node(upstream).shape) === sizeOf(shape) ? upstream : broadcastTo(sink, upstream, shape);
}
