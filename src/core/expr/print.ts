/**
 * The text form, written: `parse(print(e))` is `e` again, node for node.
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

function constant(value: number): string {
  if (value < 0 || Object.is(value, -0)) return `-${constant(-value)}`;
  const name = Object.keys(CONSTANTS).find((key) => Object.is(CONSTANTS[key], value));
  return name ?? String(value);
}

const atLeast = (e: Expr, level: Level): string => (levelOf(e) < level ? `(${print(e)})` : print(e));

function callText(e: Call): string {
  const [a, b] = e.args;
  const sign = SIGNS[e.fn];
  const level = levelOf(e);
  if (e.fn === 'neg') return a.kind === 'const' ? `-(${print(a)})` : `-${atLeast(a, Level.unary)}`;
  if (e.fn === 'pow') return `${atLeast(a, Level.primary)}^${atLeast(b, Level.unary)}`;
  if (!sign) return `${e.fn}(${e.args.map(print).join(', ')})`;
  if (level === Level.comparison) return `${atLeast(a, Level.sum)} ${sign} ${atLeast(b, Level.sum)}`;
  // A minus may lead but not follow a sign unbracketed.
  const right = levelOf(b) === Level.unary ? `(${print(b)})` : atLeast(b, (level + 1) as Level);
  return `${atLeast(a, level)} ${sign} ${right}`;
}

/** The text of an expression, with brackets only where they are needed. */
export function print(expr: Expr): string {
  if (expr.kind === 'const') return constant(expr.value);
  return expr.kind === 'sym' ? expr.name : callText(expr);
}
