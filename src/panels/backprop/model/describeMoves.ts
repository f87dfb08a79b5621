/**
 * The sentences of layers that bring paths together, pick rows of a table, move numbers without changing them, or
 * disturb them on purpose.
 */
import { sizeOf } from '@/core/graph/shape';
import type { GraphNode } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { explained } from './explained';
import { type Asked, definitionOf, gradientDefinition, type Message, message, tex } from './message';

const explanationOf = ({ graph, node, element, values }: Asked) =>
  explained({ graph, values: values as Float64Array[] }, node.id, element);

/** The symbol of the one number that an element is, or was picked from; null where there is none. */
function sourceSymbol(asked: Asked): string | null {
  const [term] = explanationOf(asked).terms;
  const factor = term?.factors[0];
  return factor === undefined ? null : tex(elementSymbol(asked.graph, factor.node, factor.element));
}

export function mergeSentence(asked: Asked): Message | null {
  const { graph, node, element, symbol, values } = asked;
  const definition = definitionOf(node);
  const count = node.inputs.length;
  if (definition.startsWith('merge.')) return message(`say.forward.${definition}`, { symbol, count });
  if (definition.startsWith('dot.')) return message(`say.forward.${definition}`, { symbol });
  switch (node.op) {
    case 'concat':
      return message('say.forward.concat', { symbol, count, source: sourceSymbol(asked) ?? symbol });
    case 'transpose':
      return message('say.forward.permute', { symbol, source: sourceSymbol(asked) ?? symbol });
    case 'reshape':
      return message(node.shape.length === 2 ? 'say.forward.flatten' : 'say.forward.reshape', {
        count: sizeOf(node.shape),
      });
    case 'gather': {
      const width = sizeOf(graph.nodes[node.inputs[0]].shape.slice(1));
      const row = values[node.inputs[1]]?.[Math.floor(element / width)] ?? 0;
      const inside = sourceSymbol(asked) !== null;
      return message(inside ? 'say.forward.gather' : 'say.forward.gatherOutside', { symbol, row });
    }
    case 'dropoutMask': {
      const kept = node.attrs.kept === undefined ? '' : 'Unscaled';
      return message(node.shape.includes(1, 1) ? 'say.forward.maskChannels' : `say.forward.mask${kept}`, { symbol });
    }
    case 'randomNormal':
      return message('say.forward.noise', { symbol, stddev: Number(node.attrs.stddev) });
    case 'reduceSum':
      return message('say.forward.added', { symbol, count: explanationOf(asked).terms.length });
  }
  const input = tex(elementSymbol(graph, node.inputs[0] ?? node.id, element));
  if (definition === 'dropout') return message('say.forward.dropout', { symbol, input });
  return definition === 'gaussianNoise' ? message('say.forward.gaussianNoise', { symbol, input }) : null;
}

export function mergeGradientSentence(asked: Asked, target: GraphNode): Message | null {
  const { node, symbol, graph } = asked;
  const of = gradientDefinition(node);
  const merged = of?.startsWith('merge.') ? of.slice('merge.'.length) : null;
  if (merged !== null) {
    if (merged !== 'maximum') return message(`say.backward.merge.${merged}`, { symbol });
    const local = explanationOf(asked).chain?.[0]?.local ?? 1;
    return message(`say.backward.merge.maximum${local === 0 ? 'Lost' : 'Won'}`, { symbol });
  }
  if (of?.startsWith('dot.')) return message(`say.backward.${of}`, { symbol });
  switch (node.op) {
    case 'scatterAdd': {
      const { terms } = explanationOf(asked);
      const key = terms.length === 0 ? 'rowUnused' : terms.length === 1 ? 'rowOnce' : 'rowOften';
      return message(`say.backward.${key}`, { symbol, count: terms.length });
    }
    case 'slice': {
      const from = graph.nodes[node.flow?.from ?? target.id];
      return message(from.op === 'concat' ? 'say.backward.slice' : 'say.backward.unpad', { symbol });
    }
    case 'transpose':
      return message('say.backward.permute', { symbol });
    case 'reduceSum':
      if (target.name.endsWith('/alpha')) return message('say.backward.alpha', { symbol });
      return target.role === null ? message('say.backward.repeated', { symbol }) : null;
    case 'spread':
      if (graph.nodes[node.flow?.from ?? target.id].op !== 'reduceSum') return null;
      return message('say.backward.sum', { symbol });
  }
  return of === 'prelu' && target.name.endsWith('/alpha') ? message('say.backward.alpha', { symbol }) : null;
}
