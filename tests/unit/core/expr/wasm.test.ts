/** Expressions compiled to WebAssembly against the interpreter's values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate, type Expr, evaluate, hoist, parse, symbols } from '@/core/expr';
import { compileToWasm } from '@/core/expr/wasm';
import { optimizerOf } from '@/core/optimizers';

const BYTES = 4;
type Run = (rows: number, length: number, out: number, ...rest: number[]) => void;

/** Runs a compiled expression over arrays of `rows` × `length` (or one row, repeated) and numbers. */
function runWasm(
  expr: Expr,
  arrays: Record<string, Float32Array>,
  numbers: Record<string, number>,
  [rows, length]: [number, number],
  shared = false,
): Float32Array {
  const bytes = compileToWasm(expr, { arrays: Object.keys(arrays), numbers: Object.keys(numbers), shared });
  if (!bytes) throw new Error('has no form in WebAssembly');
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  let free = 64;
  const places = Object.values(arrays).flatMap((values) => {
    const at = free;
    new Float32Array(memory.buffer, at, values.length).set(values);
    free += values.length * BYTES;
    return [at, values.length === length && rows > 1 ? 0 : length * BYTES];
  });
  (exports.run as Run)(rows, length, free, ...places, ...Object.values(numbers));
  return Float32Array.from(new Float32Array(memory.buffer, free, rows * length));
}

const wave = (length: number, shift: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + shift) * 3);

/** Every value close to what float64 gives, as float32 can be. */
function expectEqual(expr: Expr, names: string[], numbers: Record<string, number> = {}, length = 11): void {
  const arrays = Object.fromEntries(names.map((name, i) => [name, wave(length, i)]));
  const values = runWasm(expr, arrays, numbers, [1, length]);
  values.forEach((value, i) => {
    const environment = { ...numbers, ...Object.fromEntries(names.map((name) => [name, arrays[name][i]])) };
    const exact = evaluate(expr, environment);
    if (Number.isNaN(exact)) expect(value).toBeNaN();
    else
      expect(Math.abs(value - exact), `${names} = ${JSON.stringify(environment)}`).toBeLessThan(
        1e-5 * (1 + Math.abs(exact)),
      );
  });
}

describe('compiled to WebAssembly', () => {
  it.each([
    'x + y * 2 - 1 / (x^2 + 1)',
    'max(x, 0)',
    'min(max(x, -1), 1)',
    'sqrt(x)',
    'abs(x) + floor(y)',
    'sign(x) * sign(0 * y)',
    'where(x > y, x, y)',
    '(x < y) + (x >= y) * 2 + (x == x) + (x != y) + (x <= 0)',
    'x^3 + abs(x)^0.5 + (y + 5)^-1 + (y + 5)^-0.5',
    'x',
    '3',
  ])('%s', (text) => expectEqual(parse(text), ['x', 'y']));

  it('keeps what is no number', () => {
    const values = runWasm(parse('sign(x) + max(x, 0)'), { x: Float32Array.of(Number.NaN, 1) }, {}, [1, 2]);
    expect([...values]).toEqual([Number.NaN, 2]);
  });

  const { definition, settings } = optimizerOf({ kind: 'adam', learningRate: 0.001 });
  it.each(definition.lines(settings).map((line) => [line.target, line.expr] as const))(
    'the line of Adam for %s',
    (_target, line) => {
      const known: Record<string, number> = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, learningRate: 0.001, t: 3 };
      const { expr, hosted } = hoist(line, (name) => name in known);
      const numbers = {
        ...known,
        ...Object.fromEntries(hosted.map((part) => [part.name, evaluate(part.expr, known)])),
      };
      const used = symbols(expr);
      const roots = ['v', 'vHat', 'mHat', 'm', 'g', 'theta'].filter((name) => used.includes(name));
      const arrays = Object.fromEntries(roots.map((name, i) => [name, wave(9, i).map(Math.abs)]));
      const scalars = Object.fromEntries(Object.entries(numbers).filter(([name]) => used.includes(name)));
      runWasm(expr, arrays, scalars, [1, 9]).forEach((value, i) => {
        const exact = evaluate(line, { ...known, ...Object.fromEntries(roots.map((name) => [name, arrays[name][i]])) });
        expect(Math.abs(value - exact)).toBeLessThan(1e-5 * (1 + Math.abs(exact)));
      });
    },
  );

  it('repeats a row where its stride is 0', () => {
    const x = Float32Array.from({ length: 15 }, (_, i) => i);
    const bias = Float32Array.of(10, 20, 30, 40, 50);
    const values = runWasm(parse('x + b'), { x, b: bias }, {}, [3, 5]);
    expect([...values]).toEqual([...x].map((value, i) => value + bias[i % 5]));
  });

  it.each([0, 1, 3, 4, 5, 8, 1000])('%i elements', (length) => {
    const x = wave(length, 1);
    expect([...runWasm(parse('x * 2'), { x }, {}, [1, length])]).toEqual([...x].map((value) => value * 2));
    expect(runWasm(parse('x * 2'), { x }, {}, [0, length])).toHaveLength(0);
  });

  it('runs on shared memory too', () => {
    expect([...runWasm(parse('x * a'), { x: Float32Array.of(1, 2, 3) }, { a: 2 }, [1, 3], true)]).toEqual([2, 4, 6]);
  });

  it.each(['exp(x)', 'tanh(x)', 'x^y', 'x^0.3', 'log(x)'])('%s has no form', (text) => {
    expect(compileToWasm(parse(text), { arrays: ['x', 'y'], numbers: [], shared: false })).toBeNull();
  });

  it('equals evaluate for any expression it takes, and its derivatives', () => {
    const leafOf = fc.oneof(
      fc.constantFrom('x', 'y', 'a'),
      fc.integer({ min: -3, max: 3 }).map((n) => `(${n})`),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, leafOf, tie('call')),
      call: fc.oneof(
        fc.tuple(fc.constantFrom('+', '-', '*'), tie('tree'), tie('tree')).map(([op, l, r]) => `(${l} ${op} ${r})`),
        fc.tuple(fc.constantFrom('max', 'min'), tie('tree'), tie('tree')).map(([fn, l, r]) => `${fn}(${l}, ${r})`),
        fc.tuple(fc.constantFrom('abs', 'neg'), tie('tree')).map(([fn, x]) => (fn === 'neg' ? `(-${x})` : `abs(${x})`)),
        fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([c, l, r]) => `where(${c} > 0, ${l}, ${r})`),
      ),
    }));
    fc.assert(
      fc.property(tree as fc.Arbitrary<string>, (text) => {
        const expr = parse(text);
        for (const form of [expr, differentiate(expr, 'x')]) {
          const names = symbols(form).filter((name) => name !== 'a');
          const x = { x: Float32Array.of(1.5, -2, 0.25, 3, -0.75), y: Float32Array.of(0.5, 2, -1.25, 4, -3) };
          const arrays = Object.fromEntries(names.map((name) => [name, x[name as 'x' | 'y']]));
          const values = runWasm(form, arrays, { a: 0.5 }, [1, 5]);
          values.forEach((value, i) => {
            const exact = evaluate(form, { a: 0.5, x: x.x[i], y: x.y[i] });
            // These inputs and functions are exact in float32 while numbers stay small.
            if (Math.abs(exact) < 1e4) expect(Math.abs(value - exact)).toBeLessThan(1e-2 * (1 + Math.abs(exact)));
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});
