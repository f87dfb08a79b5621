/** Rows mixed by weights on the wasm backend: native/rows.c. */
import { engine } from '@tensorflow/tfjs-core';
import type { Tap } from '@/core/ops/resize2d';
import { type Tensor, tensor } from '../../executors/kernels';
import type { Mixer } from '../resize';
import { addressOf, blank, kernels } from './native';

const whole = (values: readonly number[]): Tensor =>
  engine().makeTensor(Int32Array.from(values), [values.length], 'int32');

/** @param taps for each row of the result, which rows it takes, of `from`. */
export function wasmMixer(taps: readonly (readonly Tap[])[], from: number): Mixer {
  const starts = [0];
  for (const row of taps) starts.push(starts[starts.length - 1] + row.length);
  const all = taps.flat();
  let kept: Tensor[] = [];
  return {
    run(matrices) {
      if (kept.length === 0) {
        const weights = Float32Array.from(all, ({ weight }) => weight);
        kept = [whole(starts), whole(all.map(({ at }) => at)), tensor(weights, [all.length])];
      }
      const [groups, , width] = matrices.shape as number[];
      const out = blank([groups, taps.length, width]);
      const addresses = [matrices, out, ...kept].map(addressOf);
      kernels().mixRows(...addresses, groups, from, taps.length, width);
      return out;
    },
    dispose() {
      for (const array of kept.splice(0)) array.dispose();
    },
  };
}
