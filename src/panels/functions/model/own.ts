/**
 * A function that is typed in: read with the place of every fault, differentiated twice, its other names made sliders.
 * The variable is `x`; of a loss L(p, t) it is `p`.
 */
import { compile, differentiate, type Expr, ExprSyntaxError, parse, symbols } from '@/core/expr';
import { type Interval, intervalsWhere } from './facts';

/** Longer texts are refused: what is typed by hand is shorter, and every derivative is longer than its function. */
export const MOST_CHARACTERS = 400;
/** Parts of a derivative; more takes the page too long to draw, and nobody reads it. */
export const MOST_PARTS = 1500;
/** Of a first derivative that is differentiated once more. */
const MOST_TWICE = 300;
const MOST_NAMES = 8;

export interface Fault {
  code: string;
  /** Place in the text, in UTF-16 units. */
  position: number;
  length: number;
  params: Readonly<Record<string, string | number>>;
}

export interface OwnFunction {
  expr: Expr;
  first: Expr;
  /** Null where the first is too large already. */
  second: Expr | null;
  variable: string;
  /** Names of the sliders. */
  names: readonly string[];
}

export type Read = { fn: OwnFunction } | { fault: Fault };

/** How many parts an expression is written out to; shared ones count each time. */
function partsOf(expr: Expr, limit: number): number {
  let parts = 1;
  if (expr.kind === 'call') {
    for (const arg of expr.args) {
      parts += partsOf(arg, limit - parts);
      if (parts > limit) return parts;
    }
  }
  return parts;
}

/** The name that is moved along: x, else p, else the first there is. */
const variableOf = (names: readonly string[]): string =>
  ['x', 'p'].find((name) => names.includes(name)) ?? names[0] ?? 'x';

const whole = (text: string, code: string, params: Fault['params'] = {}): Read => ({
  fault: { code, position: 0, length: text.length, params },
});

/** Reads a text; a fault says what is wrong and where. */
export function readOwn(text: string): Read {
  if (text.trim() === '') return whole(text, 'empty');
  if (text.length > MOST_CHARACTERS) {
    const [position, length] = [MOST_CHARACTERS, text.length - MOST_CHARACTERS];
    return { fault: { code: 'tooLong', position, length, params: { limit: MOST_CHARACTERS, length: text.length } } };
  }
  try {
    const expr = parse(text);
    const all = symbols(expr);
    const variable = variableOf(all);
    const names = all.filter((name) => name !== variable);
    if (names.length > MOST_NAMES) return whole(text, 'tooManyNames', { limit: MOST_NAMES, count: names.length });
    const first = differentiate(expr, variable);
    if (partsOf(first, MOST_PARTS) > MOST_PARTS) return whole(text, 'tooLarge');
    const second = partsOf(first, MOST_TWICE) > MOST_TWICE ? null : differentiate(first, variable);
    return { fn: { expr, first, second, variable, names } };
  } catch (error) {
    if (!(error instanceof ExprSyntaxError)) throw error;
    const { code, position, length, params } = error;
    return { fault: { code, position, length, params } };
  }
}

export interface OwnValues {
  f(x: number): number;
  first(x: number): number;
  second: ((x: number) => number) | null;
}

/** The function and its derivatives with the sliders' numbers put in. */
export function valuesOf({ expr, first, second, variable, names }: OwnFunction, numbers: readonly number[]): OwnValues {
  const of = (e: Expr) => {
    const call = compile(e, [variable, ...names]);
    return (x: number) => call(x, ...numbers);
  };
  return { f: of(expr), first: of(first), second: second && of(second) };
}

/** The slope by a small step to both sides: (f(x + h) − f(x − h)) / 2h. */
export function centralDifference(f: (x: number) => number, x: number, h = 1e-5 * Math.max(1, Math.abs(x))): number {
  return (f(x + h) - f(x - h)) / (2 * h);
}

/** Where, within the picture, there are no values. */
export function holesOf(f: (x: number) => number, [low, high]: readonly [number, number]): Interval[] {
  return intervalsWhere((x) => !Number.isFinite(f(x)), 1e-6)
    .map(([a, b]): Interval => [Math.max(a, low), Math.min(b, high)])
    .filter(([a, b]) => b - a > (high - low) * 1e-6);
}
