/**
 * The sentences of updates: what each line of an optimizer is for, clipping before it, what is done to a weight after it.
 * Optimizers share most of their lines; where a line means something of its own, the optimizer's name is in the key.
 */
import { type Asked, definitionOf, type Message, message, normPart } from './message';
import { LINES, lineOf } from './names';

/** Whose words a line has, where they are another optimizer's. */
const LIKE: Readonly<Record<string, string>> = {
  'rmsprop.m': 'rmsprop.m',
  'adamw.theta': 'adam.theta',
  'amsgrad.theta': 'adam.theta',
  'nadam.theta': 'adam.theta',
  'sgdw.velocity': 'momentum.velocity',
  'sgdw.theta': 'momentum.theta',
};
const OWN = new Set([
  ...['sgd.theta', 'momentum.velocity', 'momentum.theta', 'nesterov.velocity', 'nesterov.theta'],
  ...['adagrad.accumulator', 'adagrad.theta', 'rmsprop.m', 'rmsprop.velocity', 'rmsprop.theta'],
  ...['adadelta.accumulator', 'adadelta.theta', 'adam.theta', 'adamax.theta', 'nadam.mHat', 'radam.theta'],
  ...['lion.theta', 'lion.m'],
]);
/** Without an optimizer of their own in the key: what the line means wherever it stands. */
const SHARED = new Set([
  ...['m', 'v', 'vMax', 'mHat', 'vHat', 'u', 'accumulator', 'delta', 'deltaAccumulator', 'decayed'],
  'gDecayed',
  ...['mu', 'muNext', 'muProduct', 'rho', 'rhoMax', 'r', 'velocity'],
]);
const CLIPPING = new Set(['square', 'add', 'clipNorm', 'globalClipNorm', 'clipValue']);

function keyOf(kind: string, target: string): string {
  const own = LIKE[`${kind}.${target}`] ?? `${kind}.${target}`;
  if (OWN.has(own)) return `say.update.${own}`;
  if (LINES.has(target) && SHARED.has(target)) return `say.update.line.${target}`;
  return target === 'theta' ? 'say.update.theta' : 'say.update.other';
}

/** @param owner the weight whose update the node belongs to; null where all weights share it. */
export function updateSentence({ node, symbol }: Asked, weight: string, owner: string | null): Message {
  const definition = definitionOf(node);
  if (normPart(definition) === 'move') {
    const { rho } = node.attrs.constants as Record<string, number>;
    return message('say.update.moving', { weight, share: Math.round(rho * 1000) / 10 });
  }
  if (definition.startsWith('maxNorm.')) return message(`say.update.${definition}`, { weight });
  if (node.op === 'reduceSum') {
    if (node.name.endsWith('/norm')) return message('say.update.maxNorm.norm', { weight });
    return message(owner === null ? 'say.update.clip.normAll' : 'say.update.clip.norm', { symbol });
  }
  if (CLIPPING.has(definition)) {
    const limit = (node.attrs.constants as Record<string, number>).limit ?? 0;
    return message(`say.update.clip.${definition}`, { weight, symbol, limit });
  }
  const line = lineOf(node);
  return message(line === null ? 'say.update.other' : keyOf(line.kind, line.target), { symbol, weight });
}
