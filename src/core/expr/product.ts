/**
 * Products and quotients as a constant factor, factors above and factors below the line.
 *
 * Factors are never cancelled across the line (x / x is not 1 at 0), and a quotient inside a product is opened only
 * where its numerator or its denominator is constant: (a / b) · c is not (a · c) / b when a · c overflows.
 */
import { div, mul, neg, num, pow } from './build';
import { divide, multiply, ONE, type Rational, rational } from './rational';
import { symbols } from './substitute';
import type { Call, Expr } from './types';

export interface Product {
  readonly coefficient: Rational;
  readonly above: readonly Expr[];
  readonly below: readonly Expr[];
}

const keys = new WeakMap<Expr, string>();

/** A string that is equal for equal trees only. */
export function keyOf(e: Expr): string {
  if (e.kind === 'const') return Object.is(e.value, -0) ? '-0' : String(e.value);
  if (e.kind === 'sym') return JSON.stringify(e.name);
  let key = keys.get(e);
  if (key === undefined) {
    key = `${e.fn}(${e.args.map(keyOf).join()})`;
    keys.set(e, key);
  }
  return key;
}

/** Equal for products with the same factors in whatever order, whatever their coefficients. */
export const factorsKey = (p: Product): string =>
  `${p.above.map(keyOf).sort().join('*')}/${p.below.map(keyOf).sort().join('*')}`;

/** A factor as a power with a positive whole exponent. */
const asPower = (e: Expr): [base: Expr, exponent: number] => {
  if (e.kind === 'call' && e.fn === 'pow') {
    const exponent = e.args[1];
    if (exponent.kind === 'const' && Number.isSafeInteger(exponent.value) && exponent.value > 0) {
      return [e.args[0], exponent.value];
    }
  }
  return [e, 1];
};

/** Equal bases with positive whole exponents become one power, at the place of the first. */
function collectPowers(factors: readonly Expr[]): Expr[] {
  const powers = new Map<string, { base: Expr; exponent: number; first: Expr }>();
  for (const factor of factors) {
    const [base, exponent] = asPower(factor);
    const key = keyOf(base);
    const known = powers.get(key);
    if (known) known.exponent += exponent;
    else powers.set(key, { base, exponent, first: factor });
  }
  return [...powers.values()].map(({ base, exponent, first }) =>
    asPower(first)[1] === exponent ? first : pow(base, exponent),
  );
}

function product(coefficient: Rational | null, above: readonly Expr[], below: readonly Expr[]): Product | null {
  return coefficient && { coefficient, above: collectPowers(above), below: collectPowers(below) };
}

/** π or −π. */
export const isPi = (e: Expr): boolean => e.kind === 'const' && Math.abs(e.value) === Math.PI;

const opaque = (e: Expr): Product => ({ coefficient: ONE, above: [e], below: [] });

/** Takes a simplified expression apart; what is no product is its own single factor. */
export function toProduct(e: Expr): Product {
  if (e.kind === 'const') {
    // π is kept as a factor: 2π reads better than 6.283.
    if (isPi(e)) return { coefficient: { n: Math.sign(e.value), d: 1 }, above: [num(Math.PI)], below: [] };
    const coefficient = rational(e.value, 1);
    return coefficient ? { coefficient, above: [], below: [] } : opaque(e);
  }
  return (e.kind === 'call' && combine(e)) || opaque(e);
}

function combine(e: Call): Product | null {
  if (e.fn === 'neg') {
    const a = toProduct(e.args[0]);
    return product(multiply(a.coefficient, { n: -1, d: 1 }), a.above, a.below);
  }
  if (e.fn !== 'mul' && e.fn !== 'div') return null;
  const x = closed(toProduct(e.args[0]));
  const y = closed(toProduct(e.args[1]));
  if (e.fn === 'mul') {
    return product(multiply(x.coefficient, y.coefficient), [...x.above, ...y.above], [...x.below, ...y.below]);
  }
  return product(divide(x.coefficient, y.coefficient), [...x.above, ...y.below], [...x.below, ...y.above]);
}

/** A quotient of factors as one factor, its coefficient taken out; with a constant above or below it stays open. */
function closed(p: Product): Product {
  if (p.above.length === 0 || p.below.every((factor) => symbols(factor).length === 0)) return p;
  return { coefficient: p.coefficient, above: [fromProduct({ ...p, coefficient: ONE })], below: [] };
}

const times = (factors: readonly Expr[]): Expr => (factors.length === 0 ? num(1) : factors.reduce((a, b) => mul(a, b)));

/** Writes a product as an expression: `-` in front, the constant factor first, one fraction where it has factors below. */
export function fromProduct({ coefficient: { n, d }, above, below }: Product): Expr {
  const size = Math.abs(n);
  const top = times(size === 1 ? above : [num(size), ...above]);
  const bottom = d === 1 ? below : [num(d), ...below];
  const value = bottom.length === 0 ? top : div(top, times(bottom));
  if (n >= 0) return value;
  return value.kind === 'const' ? num(-value.value) : neg(value);
}
