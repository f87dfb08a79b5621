/** The registry of activations. Adding one is one file and one line here. */
import { elementwise } from '../ops/emit';
import { GraphError, type NodeOptions, type NodeSink } from '../ops/types';
import { linear } from './linear';
import { relu } from './relu';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { tanh } from './tanh';
import type { ActivationDefinition } from './types';

export const ACTIVATIONS: Readonly<Record<string, ActivationDefinition>> = Object.fromEntries(
  [linear, relu, tanh, sigmoid, softmax].map((activation) => [activation.kind, activation]),
);

/** Emits an activation of node `x` and returns its output; `linear` emits nothing. */
export function applyActivation(sink: NodeSink, kind: string, x: number, options: NodeOptions): number {
  const activation = ACTIVATIONS[kind];
  if (!activation) throw new GraphError('unknownActivation', { activation: kind });
  if (kind === 'linear') return x;
  if (activation.operation) return sink.emit(activation.operation, [x], {}, options);
  const { expr, stable, derivative } = activation.elementwise!;
  return elementwise(
    sink,
    { expr, stable, args: { x }, definition: kind, gradients: derivative && { x: derivative } },
    options,
  );
}
