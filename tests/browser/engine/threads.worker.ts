/** Starts the wasm backend in a worker that believes in a number of cores, and tells what came of it. */
import { backend } from '@tensorflow/tfjs-core';
import { setBackend } from '@/engine/executor';
import { readScalars, run, tensor } from '@/engine/executors/kernels';
import { matMul } from '@/engine/kernels/matMul';
import { wasmConv2d } from '@/engine/kernels/wasm/conv2d';

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
    const image = wasmConv2d(tensor(values(300 * 70), [1, 300, 70, 1]), tensor(values(300 * 70), [300, 70, 1, 1]), {
      strides: [1, 1],
      dilations: [1, 1],
      padding: [
        [0, 0],
        [0, 0],
      ],
    });
    const [convolved] = await readScalars([image]);
    self.postMessage({ ...active, running: wasm.PThread?.runningWorkers.length ?? 0, product: sum, convolved });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
