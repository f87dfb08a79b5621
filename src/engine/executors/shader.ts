/**
 * Elementwise nodes as one shader each, where the backend is webgpu: there the time of a small kernel is the time it takes
 * to start it, and a line of an optimizer would be four or five of them. What has no such form takes the kernels.
 */
import { getBackend } from '@tensorflow/tfjs-core';
import { symbols } from '@/core/expr';
import { toWgsl } from '@/core/expr/wgsl';
import { sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Shape } from '@/core/graph/types';
import { runShader } from '../kernels/webgpu/program';
import { isEnd } from './compiled';
import { hoistNumbers, type Runner } from './elementwise';
import type { Tensor } from './kernels';

/** A shader may bind eight arrays, its output among them. */
const MOST_ARRAYS = 7;

/**
 * Compiles a node with at least one tensor among its inputs for the webgpu backend.
 * @param onHost for each input, whether it will be a number.
 * @returns null when another backend is in use, or the node has no such form.
 */
export function shadeElementwise(
  attrs: ElementwiseAttrs,
  inputShapes: readonly Shape[],
  onHost: readonly boolean[],
  shape: Shape,
): Runner | null {
  if (getBackend() !== 'webgpu') return null;
  const { expr, names, hostFunctions } = hoistNumbers(attrs, onHost);
  const used = new Set(symbols(expr));
  const arrays = attrs.args.flatMap((name, index) => (!onHost[index] && used.has(name) ? [{ name, index }] : []));
  const repeated = arrays.filter(({ index }) => sizeOf(inputShapes[index]) !== sizeOf(shape));
  const fits = repeated.every(({ index }) => isEnd(inputShapes[index], shape));
  if (arrays.length === 0 || arrays.length > MOST_ARRAYS || !fits) return null;

  const size = (array: number) => `size${array}`;
  const number = (i: number) => `number${i}`;
  const text = toWgsl(expr, (name) => {
    const array = arrays.findIndex((candidate) => candidate.name === name);
    if (array < 0) return `uniforms.${number(names.indexOf(name))}`;
    const whole = !repeated.includes(arrays[array]);
    return `array${array}[${whole ? 'index' : `index % uniforms.${size(array)}`}]`;
  });
  if (!text) return null;
  const code = `
    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      ${text.lines}
      result[index] = ${text.value};
    }
  `;
  const uniforms = Object.fromEntries(arrays.map(({ index }, i) => [size(i), sizeOf(inputShapes[index])]));
  return {
    run(inputs) {
      const given = inputs.filter((value): value is number => typeof value === 'number');
      return runShader({
        key: code,
        code,
        inputs: Object.fromEntries(arrays.map(({ index }, i) => [`array${i}`, inputs[index] as Tensor])),
        uniforms,
        numbers: Object.fromEntries(hostFunctions.map((compute, i) => [number(i), compute(...given)])),
        shape,
        workgroup: [64, 1, 1],
      });
    },
    dispose: () => undefined,
  };
}
