/** Convolution, depthwise convolution and pooling, with their gradients. */
import type { InputGradientAttrs, KernelGradientAttrs } from '@/core/ops/conv2d';
import type { PoolAttrs, PoolGradientAttrs } from '@/core/ops/pool2d';
import type { WindowAttrs } from '@/core/ops/window';
import { conv2d, conv2dInputGradient, conv2dKernelGradient } from '../../kernels/conv2d';
import { depthwiseConv2d, depthwiseInputGradient, depthwiseKernelGradient } from '../../kernels/depthwise';
import { avgPool2d, avgPool2dGradient, maxPool2d, maxPool2dGradient } from '../../kernels/pool';
import type { Tensor } from '../kernels';
import { type Operation, type Operations, onTensors } from './operation';

const forward = (kernel: (image: Tensor, weights: Tensor, window: WindowAttrs) => Tensor): Operation =>
  onTensors(
    ({ attrs }) =>
      (image, weights) =>
        kernel(image, weights, attrs as unknown as WindowAttrs),
  );

const toInput = (kernel: typeof conv2dInputGradient): Operation =>
  onTensors(({ attrs }) => {
    const { inputShape, ...window } = attrs as unknown as InputGradientAttrs;
    return (upstream, weights) => kernel(upstream, weights, window, inputShape);
  });

const toKernel = (kernel: typeof conv2dKernelGradient): Operation =>
  onTensors(({ attrs }) => {
    const { kernelShape, ...window } = attrs as unknown as KernelGradientAttrs;
    return (image, upstream) => kernel(image, upstream, window, kernelShape);
  });

const pool = (kernel: (image: Tensor, attrs: PoolAttrs) => Tensor): Operation =>
  onTensors(
    ({ attrs }) =>
      (image) =>
        kernel(image, attrs as unknown as PoolAttrs),
  );

export const WINDOWS: Operations = {
  conv2d: forward(conv2d),
  conv2dInputGradient: toInput(conv2dInputGradient),
  conv2dKernelGradient: toKernel(conv2dKernelGradient),
  depthwiseConv2d: forward(depthwiseConv2d),
  depthwiseConv2dInputGradient: toInput(depthwiseInputGradient),
  depthwiseConv2dKernelGradient: toKernel(depthwiseKernelGradient),
  maxPool2d: pool(maxPool2d),
  maxPool2dGradient: onTensors(({ attrs }) => (upstream, image) => {
    return maxPool2dGradient(upstream, image, attrs as unknown as PoolAttrs);
  }),
  avgPool2d: pool(avgPool2d),
  avgPool2dGradient: onTensors(({ attrs }) => {
    const { inputShape, ...window } = attrs as unknown as PoolGradientAttrs;
    return (upstream) => avgPool2dGradient(upstream, window, inputShape);
  }),
};
