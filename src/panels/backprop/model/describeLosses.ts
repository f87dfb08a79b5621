/** The sentences of the loss: what each of its operations says about how wrong the network is, and what weights cost. */
import { type Asked, definitionOf, type Message, message } from './message';

/** Definitions of the loss and the sentence each has below `say.loss`. */
export const LOSS_SENTENCES: ReadonlyMap<string, string> = new Map([
  ...[
    ...['halfSquaredError', 'squaredError', 'meanAbsoluteError', 'huber', 'logCosh', 'hinge', 'squaredHinge'],
    ...[
      'perceptron',
      'klDivergence',
      'poisson',
      'cosineSimilarity',
      'zeroOne',
      'clip',
      'normalize',
      'product',
      'labelSmoothing',
    ],
    ...['classWeight', 'weightedLoss', 'maskedMean', 'signed', 'regularizedLoss'],
    ...['regularizer.l1', 'regularizer.l2', 'regularizer.l1l2'],
  ].map((name): [string, string] => [name, name]),
  ...['binaryCrossentropy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'].flatMap(
    (name): [string, string][] => [
      [name, 'crossentropy'],
      [`${name}FromLogits`, 'crossentropy'],
    ],
  ),
]);

export function lossSentence({ graph, node, symbol }: Asked): Message {
  const definition = definitionOf(node);
  const params = { symbol, count: graph.batchSize };
  if (definition === 'regularizedLoss') return message('say.loss.regularizedLoss', params);
  if (node.id === graph.loss || node.name === 'loss') {
    const data = node.id !== graph.loss ? 'Data' : '';
    return message(`say.loss.${graph.batchSize > 1 ? 'mean' : 'total'}${data}`, params);
  }
  if (node.op === 'logSoftmax') return message('say.loss.logSoftmax', params);
  if (node.op === 'oneHot') return message('say.loss.oneHot', params);
  if (node.op === 'reshape') return message('say.loss.reshape', params);
  if (node.op.startsWith('reduce')) {
    if (node.name.startsWith('loss/penalty/')) return message('say.loss.penalty', params);
    if (node.name === 'loss/count') return message('say.loss.count', params);
    if (node.name === 'loss/classWeight') return message('say.loss.classWeightSum', params);
    const inner = ['rowTotal', 'dot', 'prediction', 'target'].find((name) => node.name.includes(`/${name}`));
    return message(`say.loss.${inner === undefined ? 'sum' : 'length'}`, params);
  }
  return message(`say.loss.${LOSS_SENTENCES.get(definition) ?? 'other'}`, params);
}
