/** The registry of activations. Adding one is one file and one line here. */
import { elementwise } from '../ops/emit';
import { GraphError, type NodeOptions, type NodeSink } from '../ops/types';
import { elu } from './elu';
import { exponential } from './exponential';
import { gelu } from './gelu';
import { geluTanh } from './geluTanh';
import { hardSigmoid } from './hardSigmoid';
import { leakyReLU } from './leakyReLU';
import { linear } from './linear';
import { logSoftmax } from './logSoftmax';
import { mish } from './mish';
import { relu } from './relu';
import { relu6 } from './relu6';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { sign } from './sign';
import { softmax } from './softmax';
import { softplus } from './softplus';
import { softsign } from './softsign';
import { step } from './step';
import { swish } from './swish';
import { tanh } from './tanh';
import type { ActivationDefinition } from './types';

export const ACTIVATIONS: Readonly<Record<string, ActivationDefinition>> = Object.fromEntries(
  [
    linear,
    relu,
    tanh,
    sigmoid,
    softmax,
    leakyReLU,
    elu,
    selu,
    relu6,
    gelu,
    geluTanh,
    swish,
    mish,
    softplus,
    softsign,
    hardSigmoid,
    exponential,
    step,
    sign,
    logSoftmax,
  ].map((activation) => [activation.kind, activation]),
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
