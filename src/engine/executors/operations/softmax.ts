/** Softmax and its logarithm along the last axis, with their gradients. */
import { freeing, run, type Tensor } from '../kernels';
import { type Operations, onTensors } from './operation';

/** Σ along the last axis, kept with size 1. */
const rowSums = (x: Tensor) => run('Sum', { x }, { axis: [x.shape.length - 1], keepDims: true });

/** x − max − log Σ exp(x − max) along the last axis. */
function logSoftmax(x: Tensor): Tensor {
  const largest = run('Max', { x }, { reductionIndices: [x.shape.length - 1], keepDims: true });
  const shifted = run('Sub', { a: x, b: largest });
  const powers = run('Exp', { x: shifted });
  const total = rowSums(powers);
  const log = run('Log', { x: total });
  return freeing(run('Sub', { a: shifted, b: log }), largest, shifted, powers, total, log);
}

/** y (g − Σ g y) along the last axis. */
function softmaxGradient(g: Tensor, y: Tensor): Tensor {
  const weighted = run('Multiply', { a: g, b: y });
  const total = rowSums(weighted);
  const centred = run('Sub', { a: g, b: total });
  return freeing(run('Multiply', { a: centred, b: y }), weighted, total, centred);
}

/** g − eʸ Σ g along the last axis. */
function logSoftmaxGradient(g: Tensor, y: Tensor): Tensor {
  const total = rowSums(g);
  const probabilities = run('Exp', { x: y });
  const share = run('Multiply', { a: probabilities, b: total });
  return freeing(run('Sub', { a: g, b: share }), total, probabilities, share);
}

export const SOFTMAX: Operations = {
  softmax: onTensors(
    ({ shape }) =>
      (logits) =>
        run('Softmax', { logits }, { dim: shape.length - 1 }),
  ),
  logSoftmax: onTensors(() => logSoftmax),
  softmaxGradient: onTensors(() => softmaxGradient),
  logSoftmaxGradient: onTensors(() => logSoftmaxGradient),
};
