/** Expressions compiled to WebAssembly and to WGSL, run on points given one by one. */
import { type Environment, type Expr, symbols } from '@/core/expr';
import { compileToWasm } from '@/core/expr/wasm';
import { toWgsl } from '@/core/expr/wgsl';

/** Values in float32; null when the expression has no form in WebAssembly. */
export function runWasm(expr: Expr, points: readonly Environment[]): Float32Array | null {
  const names = symbols(expr);
  const bytes = compileToWasm(expr, { arrays: names, numbers: [], shared: false });
  if (!bytes) return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const length = points.length * Float32Array.BYTES_PER_ELEMENT;
  names.forEach((name, i) => {
    new Float32Array(memory.buffer, i * length, points.length).set(points.map((at) => at[name]));
  });
  const out = names.length * length;
  const run = exports.run as (...args: number[]) => void;
  run(1, points.length, out, ...names.flatMap((_, i) => [i * length, 0]));
  return Float32Array.from(new Float32Array(memory.buffer, out, points.length));
}

const WORDS = ['select', 'isnan', 'f32', 'abs', 'sqrt', 'exp', 'floor', 'sign'];
/** What a line of the text may be made of; anything else is no WGSL that this project writes. */
const TOKEN = /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(\|\||[<>=!]=|[-+*/<>(),]))/y;

/** @throws An error when a line is not `let name = term;` of known words, names declared before and closed brackets. */
function checkLine(line: string, declared: Set<string>): void {
  const match = /^let (v\d+) = (.+);$/.exec(line);
  if (!match) throw new Error(`no declaration: ${line}`);
  const [, name, term] = match;
  let open = 0;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < term.length; ) {
    const found = TOKEN.exec(term);
    if (!found) throw new Error(`no token in: ${line}`);
    const [, word, , sign] = found;
    if (word && !WORDS.includes(word) && !declared.has(word)) throw new Error(`unknown ${word} in: ${line}`);
    if (sign === '(') open++;
    if (sign === ')' && --open < 0) throw new Error(`brackets in: ${line}`);
  }
  if (open !== 0 || declared.has(name)) throw new Error(`brackets or a name twice: ${line}`);
  declared.add(name);
}

/**
 * The value of WGSL's lines at points, by reading them as JavaScript, which the language is close enough to; in float64.
 * Null when the expression has no such form.
 * @throws An error when a line is not well-formed.
 */
export function runWgsl(expr: Expr, points: readonly Environment[]): number[] | null {
  const names = symbols(expr);
  const text = toWgsl(expr, (name) => `term_${name}`);
  if (!text) return null;
  const declared = new Set(names.map((name) => `term_${name}`));
  for (const line of text.lines.split('\n')) if (line) checkLine(line, declared);
  const helpers = 'const { abs, sqrt, exp, floor, sign } = Math; const f32 = Math.fround; const isnan = Number.isNaN;';
  const select = 'const select = (no, yes, condition) => (condition ? yes : no);';
  const body = `"use strict"; ${helpers} ${select} ${text.lines} return ${text.value};`;
  const run = new Function(...names.map((name) => `term_${name}`), body);
  return points.map((at) => Number(run(...names.map((name) => at[name]))));
}
