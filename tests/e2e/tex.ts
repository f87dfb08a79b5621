/** Reads what formulas say: the value of LaTeX that is written with numbers only. */
import { latexOf } from '@/core/expr';

const IGNORED = /\\(displaystyle|left|right)(?![a-zA-Z])/g;
const TOKEN = /\s*(\d+(?:\.\d+)?|\\[a-zA-Z]+|\\,|[-+^(){}e=])/y;

/**
 * The value of a formula such as `\frac{1}{1 + e^{-(-0.77)}}` or `= 0.9 \times 0 + (-0.07)`; null when there are symbols
 * in it, or anything else that is not arithmetic.
 */
export function evaluateTex(tex: string): number | null {
  const plain = latexOf(tex);
  if (!/\d/.test(plain)) return null;
  const tokens = tokensOf(plain.replaceAll(IGNORED, ''));
  let at = tokens[0] === '=' ? 1 : 0;
  const take = (...expected: string[]) => expected.includes(tokens[at]) && tokens[at++];

  function sum(): number {
    let value = product();
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) value += sign === '+' ? product() : -product();
    return value;
  }
  function product(): number {
    let value = power();
    while (take('\\cdot', '\\times', '\\,')) value *= power();
    return value;
  }
  function power(): number {
    if (take('-')) return -power();
    const base = atom();
    return take('^') ? base ** atom() : base;
  }
  function atom(): number {
    if (take('\\frac', '\\tfrac', '\\dfrac')) return atom() / atom();
    if (take('e')) return Math.E;
    if (take('(')) return closed(')');
    if (take('{')) return closed('}');
    return Number(tokens[at++]);
  }
  function closed(end: string): number {
    const value = sum();
    return take(end) ? value : Number.NaN;
  }

  const value = sum();
  return at === tokens.length && !Number.isNaN(value) ? value : null;
}

/** What is no arithmetic becomes one token that nothing expects. */
function tokensOf(tex: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < tex.trimEnd().length) {
    const match = TOKEN.exec(tex);
    if (match === null) return ['?'];
    tokens.push(match[1]);
  }
  return tokens;
}
