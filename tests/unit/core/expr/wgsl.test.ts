/** Expressions as lines of WGSL. What the lines compute is tested in a browser, where there is something to run them. */
import { describe, expect, it } from 'vitest';
import { parse } from '@/core/expr';
import { num } from '@/core/expr/build';
import { toWgsl } from '@/core/expr/wgsl';

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

  it.each(['tanh(x)', 'log1p(x)', 'erf(x)', 'x^1.7', 'x^y', '2^x', 'sin(x)', 'x + 1e39'])(
    'has no form for %s',
    (text) => {
      expect(wgsl(text)).toBeNull();
    },
  );
});
