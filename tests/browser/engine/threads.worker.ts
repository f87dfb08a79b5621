/** Starts the wasm backend in a worker that believes in a number of cores, and tells what came of it. */
import { backend } from '@tensorflow/tfjs-core';
import type { WindowAttrs } from '@/core/ops/window';
import { setBackend } from '@/engine/executor';
import { read, readScalars, run, tensor } from '@/engine/executors/kernels';
import { matMul } from '@/engine/kernels/matMul';
import { wasmConv2d, wasmConv2dInputGradient, wasmConv2dKernelGradient } from '@/engine/kernels/wasm/conv2d';
import {
  wasmDepthwise,
  wasmDepthwiseInputGradient,
  wasmDepthwiseKernelGradient,
} from '@/engine/kernels/wasm/depthwise';
import { crew } from '@/engine/kernels/wasm/native';

/** Values of a convolution, of a depthwise one and of their gradients, large enough to be cut into pieces. */
async function convolutions(): Promise<Float32Array[]> {
  const window: WindowAttrs = {
    strides: [1, 1],
    dilations: [1, 1],
    padding: [
      [1, 1],
      [1, 1],
    ],
  };
  const values = (shape: number[]) =>
    tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
      shape,
    );
  const x = values([29, 14, 13, 16]);
  const kernel = values([3, 3, 16, 24]);
  const out = wasmConv2d(x, kernel, window);
  const dx = wasmConv2dInputGradient(out, kernel, window, x.shape);
  const dw = wasmConv2dKernelGradient(x, out, window, kernel.shape);
  const images = values([61, 14, 13, 33]);
  const kernels = values([3, 3, 33]);
  const byChannel = wasmDepthwise(images, kernels, window);
  const toImages = wasmDepthwiseInputGradient(byChannel, kernels, window, images.shape);
  const toKernels = wasmDepthwiseKernelGradient(images, byChannel, window, kernels.shape);
  return Promise.all([out, dx, dw, byChannel, toImages, toKernels].map(read));
}

self.onmessage = async ({ data: { cores, threads } }: MessageEvent<{ cores: number; threads?: number }>) => {
  try {
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: cores });
    const active = await setBackend('wasm', { threads });
    const { wasm } = backend() as unknown as { wasm: { PThread?: { runningWorkers: unknown[] } } };
    const values = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));
    const product = matMul(tensor(values(128 * 300), [128, 300]), tensor(values(300 * 70), [300, 70]), {
      transposeA: false,
      transposeB: false,
    });
    const [sum] = await readScalars([run('Sum', { x: product }, { axis: [0, 1], keepDims: false })]);
    self.postMessage({
      ...active,
      running: wasm.PThread?.runningWorkers.length ?? 0,
      product: sum,
      crew: crew().threads,
      convolved: await convolutions(),
    });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
