/** Starts the wasm backend in a worker that believes in a number of cores, and tells what came of it. */
import { backend } from '@tensorflow/tfjs-core';
import { setBackend } from '@/engine/executor';
import { readScalars, run, tensor } from '@/engine/executors/kernels';
import { matMul } from '@/engine/kernels/matMul';

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
    self.postMessage({ ...active, running: wasm.PThread?.runningWorkers.length ?? 0, product: sum });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
