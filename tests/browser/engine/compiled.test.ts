/** On wasm an elementwise node is one compiled loop: used where it can be, with the values of the interpreter. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import { sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Shape } from '@/core/graph/types';
import { memory, setBackend } from '@/engine/executor';
import { compileElementwise } from '@/engine/executors/compiled';
import { lowerElementwise, type Runner } from '@/engine/executors/elementwise';
import { read, type Tensor, tensor } from '@/engine/executors/kernels';

const attrsOf = (text: string, args: string[]): ElementwiseAttrs => ({
  expr: parse(text),
  args,
  constants: { epsilon: 0.001 },
  definition: 'test',
});
const wave = (shape: Shape, shift: number) =>
  tensor(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 1.3 + shift) * 2),
    shape,
  );

describe('compiled elementwise nodes on wasm', () => {
  beforeAll(() => setBackend('wasm'));

  async function both(text: string, shapes: Record<string, Shape | number>, shape: Shape) {
    const args = Object.keys(shapes);
    const onHost = Object.values(shapes).map((given) => typeof given === 'number');
    const inputShapes = Object.values(shapes).map((given) => (typeof given === 'number' ? [] : given));
    const inputs = Object.values(shapes).map((given, i) => (typeof given === 'number' ? given : wave(given, i)));
    const attrs = attrsOf(text, args);
    const runners: (Runner | null)[] = [
      compileElementwise(attrs, inputShapes, onHost, shape),
      lowerElementwise(attrs, inputShapes, onHost, shape),
    ];
    const values = [];
    for (const runner of runners) {
      const out = runner?.run(inputs) as Tensor | undefined;
      values.push(out ? await read(out) : null);
      out?.dispose();
      runner?.dispose();
    }
    for (const input of inputs) if (typeof input !== 'number') input.dispose();
    return values;
  }

  it.each([
    ['x + b', { x: [2, 3, 5], b: [5] }, [2, 3, 5]],
    ['x + b', { x: [4, 3], b: [1, 3] }, [4, 3]],
    ['x * where(y > 0, 1, 0)', { x: [7], y: [7] }, [7]],
    [
      'x - rate * m / (sqrt(v^2) + epsilon) * (1 - decay^t)',
      { x: [9], rate: 0.1, m: [9], v: [9], decay: 0.9, t: 3 },
      [9],
    ],
    ['gamma * (x - mu) / sqrt(v^2 + epsilon)', { gamma: [3], x: [2, 2, 3], mu: [3], v: [3] }, [2, 2, 3]],
    ['x * 2', { x: [1] }, [1]],
  ] as const)('%s %o', async (text, shapes, shape) => {
    const [compiled, lowered] = await both(text, shapes, shape);
    expect(compiled).not.toBeNull();
    compiled!.forEach((value, i) => {
      expect(Math.abs(value - lowered![i])).toBeLessThan(1e-5 * (1 + Math.abs(lowered![i])));
    });
  });

  it.each([
    ['exp(x)', { x: [4] }, [4]],
    ['x + y', { x: [2, 3], y: [2, 1] }, [2, 3]],
    ['x + y', { x: [2, 3], y: [] }, [2, 3]],
    ['x + y + z', { x: [4, 2, 3], y: [3], z: [2, 3] }, [4, 2, 3]],
  ] as const)('%s %o is left to the kernels', async (text, shapes, shape) => {
    const [compiled, lowered] = await both(text, shapes, shape);
    expect(compiled).toBeNull();
    expect(lowered).not.toBeNull();
  });

  it('leaves nothing behind', async () => {
    const before = memory();
    for (let i = 0; i < 20; i++) await both('x + b * 2', { x: [100, 8], b: [8] }, [100, 8]);
    expect(memory()).toEqual(before);
  });

  it('is for wasm only', async () => {
    await setBackend('cpu');
    expect(compileElementwise(attrsOf('x * 2', ['x']), [[3]], [false], [3])).toBeNull();
    await setBackend('wasm');
  });
});
