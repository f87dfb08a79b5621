/**
 * The text form, written: `parse(print(e))` is `e` again, node for node. Other languages with the same precedences are
 * written by the same rules with another dialect.
 *
 * That holds for every expression whose symbols are identifiers other than the names of constants. A negative constant
 * is written with its minus, the negation of a constant with brackets, −(2), so the two stay apart.
 */
import { CONSTANTS, INFIX } from './parse';
import type { Call, Expr, FunctionName } from './types';

const SIGNS = Object.fromEntries(Object.entries(INFIX).map(([sign, fn]) => [fn, sign])) as Partial<
  Record<FunctionName, string>
>;

const Level = { comparison: 0, sum: 1, product: 2, unary: 3, power: 4, primary: 5 } as const;
type Level = (typeof Level)[keyof typeof Level];

function levelOf(e: Expr): Level {
  if (e.kind === 'const') return e.value < 0 || Object.is(e.value, -0) ? Level.unary : Level.primary;
  if (e.kind === 'sym') return Level.primary;
  if (e.fn === 'add' || e.fn === 'sub') return Level.sum;
  if (e.fn === 'mul' || e.fn === 'div') return Level.product;
  if (e.fn === 'neg') return Level.unary;
  if (e.fn === 'pow') return Level.power;
  return e.fn in SIGNS ? Level.comparison : Level.primary;
}

/** How a language spells what the rules below put together. */
export interface Dialect {
  power: string;
  /** The name of a constant of the language. */
  constant(name: string): string;
  symbol(name: string): string;
  /** The name of a function that is called. */
  call(fn: FunctionName): string;
}

const OWN: Dialect = {
  power: '^',
  constant: (name) => name,
  symbol: (name) => name,
  call: (fn) => fn,
};

function constant(value: number, dialect: Dialect): string {
  if (value < 0 || Object.is(value, -0)) return `-${constant(-value, dialect)}`;
  const name = Object.keys(CONSTANTS).find((key) => Object.is(CONSTANTS[key], value));
  return name === undefined ? String(value) : dialect.constant(name);
}

function callText(e: Call, dialect: Dialect): string {
  const [a, b] = e.args;
  const sign = SIGNS[e.fn];
  const level = levelOf(e);
  const text = (of: Expr) => write(of, dialect);
  const atLeast = (of: Expr, least: Level) => (levelOf(of) < least ? `(${text(of)})` : text(of));
  if (e.fn === 'neg') return a.kind === 'const' ? `-(${text(a)})` : `-${atLeast(a, Level.unary)}`;
  if (e.fn === 'pow') {
    const gap = dialect.power.length > 1 ? ' ' : '';
    return `${atLeast(a, Level.primary)}${gap}${dialect.power}${gap}${atLeast(b, Level.unary)}`;
  }
  if (!sign) return `${dialect.call(e.fn)}(${e.args.map(text).join(', ')})`;
  if (level === Level.comparison) return `${atLeast(a, Level.sum)} ${sign} ${atLeast(b, Level.sum)}`;
  // A minus may lead but not follow a sign unbracketed.
  const right = levelOf(b) === Level.unary ? `(${text(b)})` : atLeast(b, (level + 1) as Level);
  return `${atLeast(a, level)} ${sign} ${right}`;
}

/** The text of an expression in a language, with brackets only where they are needed. */
export function write(expr: Expr, dialect: Dialect): string {
  if (expr.kind === 'const') return constant(expr.value, dialect);
  return expr.kind === 'sym' ? dialect.symbol(expr.name) : callText(expr, dialect);
}

/** The text of an expression, with brackets only where they are needed. */
export const print = (expr: Expr): string => write(expr, OWN);
