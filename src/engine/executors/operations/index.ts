/**
 * Each operation of the graph in kernels of TensorFlow.js or of our own. Operations without a kernel are composed here.
 * An operation whose input is a number (an array filled with it) stays on the host where it can.
 */
import type { ElementwiseAttrs } from '@/core/graph/types';
import { fillDropoutMask } from '@/core/ops/dropoutMask';
import { fillRandomNormal } from '@/core/ops/randomNormal';
import { matMul, type Transposes } from '../../kernels/matMul';
import { MOVES } from './moves';
import { drawn, elementwiseRunner, type Operation, type Operations, onTensors } from './operation';
import { REDUCTIONS } from './reductions';
import { ROWS } from './rows';
import { SOFTMAX } from './softmax';
import { WINDOWS } from './windows';

export type { InputFacts, Operation } from './operation';

/** Something a graph needs that this executor does not have. */
export class UnsupportedOperation extends Error {
  constructor(readonly op: string) {
    super(`The engine has no kernel for the operation ${op}.`);
    this.name = 'UnsupportedOperation';
  }
}

export const OPERATIONS: Operations = {
  elementwise: {
    onHost: (inputs) => inputs.every(({ onHost }) => onHost),
    compile: ({ attrs, shape }, inputs) => elementwiseRunner(attrs as unknown as ElementwiseAttrs, inputs, shape),
  },
  matMul: onTensors(({ attrs }) => {
    const { transposeA, transposeB } = attrs as unknown as Transposes;
    return (a, b) => matMul(a, b, { transposeA, transposeB });
  }),
  dropoutMask: drawn(fillDropoutMask),
  randomNormal: drawn(fillRandomNormal),
  ...WINDOWS,
  ...REDUCTIONS,
  ...MOVES,
  ...ROWS,
  ...SOFTMAX,
};

/** @throws UnsupportedOperation */
export function operationOf(op: string): Operation {
  const operation = OPERATIONS[op];
  if (!operation) throw new UnsupportedOperation(op);
  return operation;
}
