/** On webgpu an elementwise node is one shader: used where it can be, with the values of the kernels. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from '@/core/expr';
import { buildOptimizerGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Shape } from '@/core/graph/types';
import { createExecutor, memory, setBackend } from '@/engine/executor';
import { read, type Tensor, tensor } from '@/engine/executors/kernels';
import { shadeElementwise } from '@/engine/executors/shader';
import { expectClose, feedsFor } from './support';

const attrsOf = (text: string, args: string[]): ElementwiseAttrs => ({
  expr: parse(text),
  args,
  constants: {},
  definition: 'test',
});

/** What a shader makes of these values, or null where there is none. */
async function shaded(
  text: string,
  values: Record<string, number[] | number>,
  shapes: Record<string, Shape>,
  to: Shape,
) {
  const args = Object.keys(values);
  const onHost = args.map((name) => typeof values[name] === 'number');
  const runner = shadeElementwise(
    attrsOf(text, args),
    args.map((name) => shapes[name] ?? []),
    onHost,
    to,
  );
  if (!runner) return null;
  const inputs = args.map((name) => {
    const value = values[name];
    return typeof value === 'number' ? value : tensor(Float32Array.from(value), shapes[name]);
  });
  const out = runner.run(inputs) as Tensor;
  const result = await read(out);
  for (const x of [out, ...inputs]) if (typeof x !== 'number') x.dispose();
  return [...result];
}

describe('shaders for elementwise nodes', () => {
  beforeAll(() => setBackend('webgpu'));

  it('repeat rows and single numbers, and take numbers from the host', async () => {
    const x = Array.from({ length: 6 }, (_, i) => i);
    const values = { x, row: [10, 20, 30], one: [100], rate: 0.5 };
    const shapes = { x: [2, 3], row: [1, 3], one: [] };
    expect(await shaded('x + row * rate + one', values, shapes, [2, 3])).toEqual([105, 111, 117, 108, 114, 120]);
  });

  it('keep what is not a number, and infinities', async () => {
    const x = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 2];
    expect(await shaded('max(x, 0)', { x }, { x: [5] }, [5])).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 2]);
    expect(await shaded('min(0, x)', { x }, { x: [5] }, [5])).toEqual([Number.NaN, 0, Number.NEGATIVE_INFINITY, -1, 0]);
    expect(await shaded('x * where(x > 0, 1, 0.5)', { x }, { x: [5] }, [5])).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0.5,
      2,
    ]);
  });

  it.each([
    ['tanh(x)', { x: [4] }, [4]],
    ['x + y', { x: [2, 3], y: [2, 1] }, [2, 3]],
    ['a + b + c + d + f + g + h + i', Object.fromEntries([...'abcdfghi'].map((name) => [name, [2]])), [2]],
  ] as [string, Record<string, number[]>, number[]][])('%s is left to the kernels', (text, shapes, to) => {
    const args = Object.keys(shapes);
    const runner = shadeElementwise(
      attrsOf(text, args),
      Object.values(shapes),
      args.map(() => false),
      to,
    );
    expect(runner).toBeNull();
  });

  it('run a line of an optimizer each', async () => {
    const graph = buildOptimizerGraph({ kind: 'adam', learningRate: 0.01 }, [5, 3]);
    const wanted = [...graph.updates.values(), ...graph.states.map(({ update }) => update)];
    const lines = graph.nodes.filter(({ phase, op }) => phase === 'update' && op === 'elementwise');
    const executor = createExecutor(graph);
    const runs = vi.spyOn(engine().backend as WebGPUBackend, 'runWebGPUProgram');
    await executor.run(feedsFor(graph, { 'theta/v': new Float64Array(15).fill(0.1) }), wanted);
    expect(runs).toHaveBeenCalledTimes(lines.length);
    runs.mockRestore();
    executor.dispose();
  });

  it('work on arrays of more elements than one row of workgroups', async () => {
    const shape = [70_000, 64];
    const x = tensor(new Float32Array(sizeOf(shape)).fill(2), shape);
    const row = Array.from({ length: 64 }, (_, i) => i);
    const b = tensor(Float32Array.from(row), [64]);
    const out = shadeElementwise(attrsOf('x * b', ['x', 'b']), [shape, [64]], [false, false], shape)!.run([x, b]);
    const values = await read(out as Tensor);
    const double = row.map((i) => 2 * i);
    expectClose(values.subarray(0, 64), double, 'first row');
    expectClose(values.subarray(-64), double, 'last row');
    for (const each of [x, b, out as Tensor]) each.dispose();
  });

  it('leave nothing behind, and are for webgpu only', async () => {
    const before = memory();
    for (let i = 0; i < 5; i++) await shaded('x * 2', { x: [1, 2, 3] }, { x: [3] }, [3]);
    expect(memory()).toEqual(before);
    await setBackend('cpu');
    expect(await shaded('x * 2', { x: [1, 2, 3] }, { x: [3] }, [3])).toBeNull();
    await setBackend('webgpu');
  });
});
