/**
 * Expressions as NumPy has them: `1 / (1 + np.exp(-z1))`. Its precedences are those of the language; only the names
 * differ, and that a comparison yields true or false, which becomes a number where one is needed.
 */
import { call, mul, num } from './build';
import { type Dialect, write } from './print';
import type { Expr, FunctionName } from './types';

/** The name in code of a symbol. */
export type NumpyNames = (symbol: string) => string;

const COMPARISONS: ReadonlySet<FunctionName> = new Set(['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const);
const isComparison = (e: Expr) => e.kind === 'call' && COMPARISONS.has(e.fn);

const FUNCTIONS: Partial<Record<FunctionName, string>> = {
  min: 'np.minimum',
  max: 'np.maximum',
  // NumPy itself has no error function.
  erf: 'scipy.special.erf',
};
const CONSTANTS: Readonly<Record<string, string>> = { pi: 'np.pi', Infinity: 'np.inf', NaN: 'np.nan' };

/** The same with every truth value that is reckoned with as a number, and conditions that are truth values. */
function typed(e: Expr, truth: boolean): Expr {
  if (e.kind !== 'call') return truth ? call('ne', e, num(0)) : e;
  if (isComparison(e)) {
    const compared = call(e.fn, ...e.args.map((arg) => typed(arg, false)));
    return truth ? compared : mul(num(1), compared);
  }
  const args = e.args.map((arg, i) => {
    if (e.fn === 'where') return typed(arg, i === 0);
    // A number times a truth value is a number.
    const masks = e.fn === 'mul' && isComparison(arg) && !isComparison(e.args[1 - i]);
    return typed(arg, masks);
  });
  const value = call(e.fn, ...args);
  return truth ? call('ne', value, num(0)) : value;
}

/** Python code of an expression over arrays; `name` gives the names of its symbols. */
export function toNumpy(expr: Expr, name: NumpyNames = (symbol) => symbol): string {
  const dialect: Dialect = {
    power: '**',
    constant: (constant) => CONSTANTS[constant] ?? constant,
    symbol: name,
    call: (fn) => FUNCTIONS[fn] ?? `np.${fn}`,
  };
  return write(typed(expr, false), dialect);
}
