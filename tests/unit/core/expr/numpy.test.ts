/** Code for NumPy says what the expression says: read back, it has the same value everywhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, parse, toNumpy } from '../../../../src/core/expr';
import { environments, expressions } from './arbitrary';

/** NumPy's names as those of the language; the precedences are the same. */
function read(code: string) {
  const names: Record<string, string> = { 'np.minimum': 'min', 'np.maximum': 'max', 'scipy.special.erf': 'erf' };
  const text = code
    .replace(/[a-z]+(?:\.[a-z0-9]+)+/g, (name) => names[name] ?? name.replace('np.', ''))
    .replaceAll('**', '^')
    .replaceAll('inf', 'Infinity');
  return parse(text);
}

describe('toNumpy', () => {
  it.each([
    ['1 / (1 + exp(-x))', '1 / (1 + np.exp(-x))'],
    ['upstream * y * (1 - y)', 'upstream * y * (1 - y)'],
    ['where(x > 0, x, alpha * x)', 'np.where(x > 0, x, alpha * x)'],
    ['where(c, 1, 2)', 'np.where(c != 0, 1, 2)'],
    ['max(x, 0)', 'np.maximum(x, 0)'],
    ['g * (x > 0)', 'g * (x > 0)'],
    ['1 + (x > 0)', '1 + 1 * (x > 0)'],
    ['(x > 0) * (x < 6)', '1 * (x > 0) * (1 * (x < 6))'],
    ['(-2)^2 + pi', '(-2) ** 2 + np.pi'],
    ['-x^2', '-x ** 2'],
    ['m / (1 - beta1^t)', 'm / (1 - beta1 ** t)'],
    ['erf(x)', 'scipy.special.erf(x)'],
  ])('%s is %s', (text, code) => {
    expect(toNumpy(parse(text))).toBe(code);
  });

  it('uses the names it is given', () => {
    expect(toNumpy(parse('upstream * y'), (name) => (name === 'y' ? 'a1' : 'da1'))).toBe('da1 * a1');
  });

  it('read back has the same value as the expression', () => {
    fc.assert(
      fc.property(expressions(), environments(), (expr, env) => {
        const [value, again] = [evaluate(expr, env), evaluate(read(toNumpy(expr)), env)];
        expect(Object.is(again, value) || again === value, toNumpy(expr)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
