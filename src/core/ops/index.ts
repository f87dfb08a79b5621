/** The registry of operations. Adding one is one file and one line here. */
import { broadcastToOp } from './broadcastTo';
import { concatOp } from './concat';
import { conv2dInputGradientOp, conv2dKernelGradientOp, conv2dOp } from './conv2d';
import { depthwiseConv2dInputGradientOp, depthwiseConv2dKernelGradientOp, depthwiseConv2dOp } from './depthwiseConv2d';
import { dropoutMaskOp } from './dropoutMask';
import { elementwiseOp } from './elementwise';
import { gatherOp, scatterAddOp } from './gather';
import { leafOp } from './leaf';
import { matMulOp } from './matMul';
import { oneHotOp } from './oneHot';
import { padOp, sliceOp } from './pad';
import { avgPool2dGradientOp, avgPool2dOp, maxPool2dGradientOp, maxPool2dOp } from './pool2d';
import { randomNormalOp } from './randomNormal';
import { reduceMaxGradientOp, reduceMaxOp, reduceMeanOp, reduceSumOp } from './reduce';
import { reshapeOp } from './reshape';
import { resize2dGradientOp, resize2dOp } from './resize2d';
import { logSoftmaxGradientOp, logSoftmaxOp, softmaxGradientOp, softmaxOp } from './softmax';
import { spreadOp } from './spread';
import { transposeOp } from './transpose';
import { GraphError, type OpDefinition } from './types';

export const OPS: Readonly<Record<string, OpDefinition>> = Object.fromEntries(
  [
    leafOp,
    elementwiseOp,
    matMulOp,
    reduceSumOp,
    reduceMeanOp,
    reduceMaxOp,
    reduceMaxGradientOp,
    broadcastToOp,
    spreadOp,
    reshapeOp,
    transposeOp,
    softmaxOp,
    softmaxGradientOp,
    logSoftmaxOp,
    logSoftmaxGradientOp,
    dropoutMaskOp,
    conv2dOp,
    conv2dInputGradientOp,
    conv2dKernelGradientOp,
    maxPool2dOp,
    maxPool2dGradientOp,
    avgPool2dOp,
    avgPool2dGradientOp,
    depthwiseConv2dOp,
    depthwiseConv2dInputGradientOp,
    depthwiseConv2dKernelGradientOp,
    resize2dOp,
    resize2dGradientOp,
    padOp,
    sliceOp,
    concatOp,
    gatherOp,
    scatterAddOp,
    oneHotOp,
    randomNormalOp,
  ].map((op) => [op.name, op]),
);

/** @throws GraphError `unknownOp`. */
export function opOf(name: string): OpDefinition {
  const op = OPS[name];
  if (!op) throw new GraphError('unknownOp', { op: name });
  return op;
}
