/** Every compiled form against `evaluate`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFunction,
  call,
  compile,
  type Emitter,
  emit,
  evaluate,
  type FunctionName,
  hoist,
  mapArrays,
  parse,
  print,
  sym,
  symbols,
} from '../../../../src/core/expr';
import { ARITY } from '../../../../src/core/expr/types';
import { environments, expressions, FUNCTION_NAMES, NAMES } from './arbitrary';

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  2,
  -2.5,
  0.5,
  1e300,
  -1e-300,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

describe('compile', () => {
  it('gives what evaluate gives, bit for bit', () => {
    fc.assert(
      fc.property(expressions(), environments(), (expr, env) => {
        expect(compile(expr, NAMES)(...NAMES.map((name) => env[name]))).toBe(evaluate(expr, env));
      }),
      { numRuns: 2000 },
    );
  });

  it('can be called again with other values, and ignores arguments it does not use', () => {
    const f = compile(parse('a * a - b'), ['unused', 'b', 'a']);
    expect([f(9, 1, 3), f(9, 2, 4)]).toEqual([8, 14]);
  });

  it('refuses a symbol that is no argument', () => {
    expect(() => compile(parse('a + b'), ['a'])).toThrow(
      expect.objectContaining({ code: 'missingSymbol', params: { name: 'b' } }),
    );
  });
});

describe('mapArrays', () => {
  it('gives what evaluate gives for each element, whichever arguments are scalars', () => {
    const kinds = fc.tuple(...NAMES.map(() => fc.constantFrom('float64', 'float32', 'scalar')));
    fc.assert(
      fc.property(
        expressions(),
        kinds,
        fc.array(environments(), { minLength: 1, maxLength: 5 }),
        (expr, kind, envs) => {
          const inputs = NAMES.map((name, k) => {
            const values = envs.map((env) => env[name]);
            if (kind[k] === 'scalar') return values[0];
            return kind[k] === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
          });
          const result = mapArrays(expr, NAMES, inputs, envs.length);
          envs.forEach((_, i) => {
            const env = Object.fromEntries(
              NAMES.map((name, k) => {
                const input = inputs[k];
                return [name, typeof input === 'number' ? input : input[i]];
              }),
            );
            expect(result[i], print(expr)).toBe(evaluate(expr, env));
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each(FUNCTION_NAMES)('%s means the same in a loop as in the table, special values included', (fn) => {
    const names = ['a', 'b', 'c'].slice(0, ARITY[fn]);
    const tuples = names.reduce<number[][]>((all, _) => all.flatMap((t) => SPECIAL.map((v) => [...t, v])), [[]]);
    const columns = names.map((_, k) => Float64Array.from(tuples, (t) => t[k]));
    const result = mapArrays(call(fn, ...names), names, columns, tuples.length);
    tuples.forEach((t, i) => {
      expect(result[i], `${fn}(${t})`).toBe(applyFunction(fn, t));
    });
  });

  it('crosses block boundaries and leaves its inputs alone', () => {
    const n = 5000;
    const x = Float64Array.from({ length: n }, (_, i) => i - 2000);
    const before = x.slice();
    const result = mapArrays(parse('x^2 + sqrt(2) * abs(x) + s'), ['x', 's'], [x, 3], n);
    for (const i of [0, 2047, 2048, 4095, 4096, n - 1]) {
      expect(result[i]).toBe(x[i] * x[i] + Math.SQRT2 * Math.abs(x[i]) + 3);
    }
    expect(x).toEqual(before);
  });

  it('copies a bare input and spreads a bare scalar', () => {
    const x = Float64Array.of(1, 2, 3);
    const copy = mapArrays(sym('x'), ['x'], [x], 2);
    expect([...copy]).toEqual([1, 2]);
    expect(copy.buffer).not.toBe(x.buffer);
    expect([...mapArrays(parse('s + 1'), ['s'], [1], 3)]).toEqual([2, 2, 2]);
    expect(mapArrays(sym('x'), ['x'], [x], 0)).toHaveLength(0);
  });

  it('refuses inputs that are too short or missing', () => {
    const attempt = (inputs: Float64Array[]) => () => mapArrays(parse('x + 1'), ['x'], inputs, 3);
    expect(attempt([new Float64Array(2)])).toThrow(expect.objectContaining({ code: 'wrongLength' }));
    expect(attempt([])).toThrow(expect.objectContaining({ code: 'wrongLength' }));
  });
});

describe('emit', () => {
  const numbers: Emitter<number> = { constant: (v) => v, call: applyFunction };

  it('gives what evaluate gives', () => {
    fc.assert(
      fc.property(expressions(), environments(), (expr, env) => {
        expect(emit(expr, numbers, env)).toBe(evaluate(expr, env));
      }),
      { numRuns: 1000 },
    );
  });

  it('emits equal sub-expressions once and constants folded', () => {
    const calls: string[] = [];
    const text: Emitter<string> = {
      constant: (v) => String(v),
      call: (fn: FunctionName, args) => {
        calls.push(`${fn}(${args.join(',')})`);
        return `t${calls.length}`;
      },
    };
    emit(parse('exp(-x) / (1 + exp(-x))^2 + 2 * sqrt(9)'), text, { x: 'x' });
    expect(calls).toEqual(['neg(x)', 'exp(t1)', 'add(1,t2)', 'pow(t3,2)', 'div(t2,t4)', 'add(t5,6)']);
  });

  it('refuses a symbol it was not given', () => {
    expect(() => emit(parse('a'), numbers, {})).toThrow(expect.objectContaining({ code: 'missingSymbol' }));
  });
});

describe('hoist', () => {
  it('keeps values and leaves the host nothing but host symbols', () => {
    fc.assert(
      fc.property(expressions(), environments(), fc.subarray(NAMES), (expr, env, host) => {
        const { expr: rest, hosted } = hoist(expr, (name) => host.includes(name));
        const extended = { ...env };
        for (const h of hosted) {
          expect(symbols(h.expr).every((name) => host.includes(name))).toBe(true);
          expect(h.expr.kind).toBe('call');
          extended[h.name] = evaluate(h.expr, env);
        }
        expect(evaluate(rest, extended)).toBe(evaluate(expr, env));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes the largest parts, equal ones once, under names that are free', () => {
    const text = 'm / (1 - beta1^t) + (1 - beta1^t) * host0 * sqrt(4) + t';
    const { expr, hosted } = hoist(parse(text), (name) => name === 't' || name === 'beta1');
    expect(print(expr)).toBe('m / host1 + host1 * host0 * 2 + t');
    expect(hosted.map((h) => [h.name, print(h.expr)])).toEqual([['host1', '1 - beta1^t']]);
  });
});
