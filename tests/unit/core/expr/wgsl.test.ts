/** Expressions as lines of WGSL. What the lines compute is tested in a browser, where there is something to run them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type FunctionName, parse, print } from '@/core/expr';
import { num } from '@/core/expr/build';
import { toWgsl } from '@/core/expr/wgsl';
import { runWgsl } from '../../../support/compiled';
import { bounded, environments, expressions } from './arbitrary';

const wgsl = (text: string) => toWgsl(parse(text), (name) => `term_${name}`);

describe('WGSL', () => {
  it('computes every sub-expression once', () => {
    const { lines, value } = wgsl('(x + 1) * (x + 1) - y')!;
    expect(lines.match(/term_x/g)).toHaveLength(1);
    expect(lines.match(/ \+ /g)).toHaveLength(1);
    expect(lines.split('\n').at(-1)).toContain(`let ${value} = `);
  });

  it('writes numbers as float literals', () => {
    expect(wgsl('x * 2')!.lines).toContain('f32(2.0)');
    expect(wgsl('x * 1e-7')!.lines).toMatch(/f32\(1\.0*\d*e-7\)/);
    expect(wgsl('x * 0.1')!.lines).toContain(`f32(${Math.fround(0.1)})`);
    expect(toWgsl(num(3), String)).toEqual({ lines: '', value: 'f32(3.0)' });
  });

  it('is well-formed for any expression it takes, with the values of evaluate', () => {
    let taken = 0;
    // Functions that keep these constants exact in float32, as literals are.
    const exact: FunctionName[] = ['add', 'sub', 'mul', 'neg', 'abs', 'sign', 'floor', 'min', 'max', 'where'];
    const comparisons: FunctionName[] = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'];
    const text = expressions([...exact, ...comparisons], [-2, -0.5, 0, 0.25, 1, 2], 5);
    fc.assert(
      fc.property(text, environments(), (expr, env) => {
        if (bounded(expr, env).peak > 1e6) return;
        taken++;
        expect(runWgsl(expr, [env])![0], print(expr)).toBe(evaluate(expr, env));
      }),
      { numRuns: 3000, seed: 4 },
    );
    expect(taken).toBeGreaterThan(2000);
  });

  it.each(['x / y', 'sqrt(abs(x))', 'exp(x) - 1', 'x^2 + y^3', 'abs(x)^0.5 * 2', 'max(x, y) / min(x, 2)'])(
    '%s has the values of evaluate',
    (text) => {
      const expr = parse(text);
      const points = [-2.5, -0.75, 0.5, 3].flatMap((x) => [-1.5, 0.25, 2].map((y) => ({ x, y })));
      expect(runWgsl(expr, points)).toEqual(points.map((at) => evaluate(expr, at)));
    },
  );

  it.each(['tanh(x)', 'log1p(x)', 'erf(x)', 'x^1.7', 'x^y', '2^x', 'sin(x)', 'x + 1e39'])(
    'has no form for %s',
    (text) => {
      expect(wgsl(text)).toBeNull();
    },
  );
});
