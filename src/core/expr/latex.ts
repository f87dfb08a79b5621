/**
 * Expressions as LaTeX, the way a textbook sets them.
 *
 * Brackets stand only where precedence asks for them, and products are juxtaposed unless that could be misread: between
 * numbers stands ×, before other numbers, after function calls and between fractions stands a dot. Fractions in
 * exponents are set on one line. The output is plain LaTeX without words, so that it needs no translation.
 */
import { formatNumber, symbolLatex } from './latexNames';
import { unlinked } from './links';
import { symbols as symbolsOf } from './substitute';
import type { Call, Expr, FunctionName } from './types';

export interface LatexOptions {
  /** LaTeX for symbols; names that are not here are set by their spelling (see `symbolLatex`). */
  symbols?: Readonly<Record<string, string>>;
  /** Numbers (or LaTeX of numbers) put in for symbols; negative ones get brackets where they follow an operator. */
  values?: Readonly<Record<string, number | string>>;
  /** LaTeX of a value put in; `formatNumber` unless given. Constants of the formula keep their six leading digits. */
  format?: (value: number) => string;
  /**
   * Symbols that stand for whole arrays: products of two of them are written ⊙, powers `^{\\odot 2}`, as the expression
   * is applied to each element by itself.
   */
  arrays?: ReadonlySet<string>;
}

/** How tightly a piece holds together; `slash` is a fraction on one line. */
const Level = { relation: 0, sum: 1, slash: 2, product: 3, power: 4, atom: 5 } as const;
type Level = (typeof Level)[keyof typeof Level];

/** What a factor looks like at its edges, which decides what may stand beside it. */
type Look = 'number' | 'letter' | 'word' | 'fraction' | 'call' | 'group' | 'power';

interface Piece {
  tex: string;
  level: Level;
  look: Look;
  /** Holds numbers only, no letters. */
  numeric: boolean;
  /** For a piece that begins with a minus: the same without it. */
  opposite?: Piece;
  /** A number that was put in for a symbol and is negative: in brackets within products. */
  negativeValue?: boolean;
  /** Holds a symbol of a whole array. */
  array?: boolean;
}

interface Context extends LatexOptions {
  /** Inside an exponent. */
  inline: boolean;
}

const FUNCTION_NAMES: Partial<Record<FunctionName, string>> = {
  log: '\\ln',
  log1p: '\\ln',
  sin: '\\sin',
  cos: '\\cos',
  tanh: '\\tanh',
  erf: '\\operatorname{erf}',
  sign: '\\operatorname{sign}',
  min: '\\min',
  max: '\\max',
};
const RELATIONS: Partial<Record<FunctionName, { sign: string; opposite: string }>> = {
  lt: { sign: '<', opposite: '\\ge' },
  le: { sign: '\\le', opposite: '>' },
  gt: { sign: '>', opposite: '\\le' },
  ge: { sign: '\\ge', opposite: '<' },
  eq: { sign: '=', opposite: '\\ne' },
  ne: { sign: '\\ne', opposite: '=' },
};

/** `open…close`, growing with what is inside where that is taller than a line. */
function fence(open: string, tex: string, close: string): string {
  const tall = /\\frac|\\begin|\\sqrt|\\left|\\sum|\^/.test(tex);
  // A command ends before a letter only at a space.
  const gap = open.startsWith('\\') ? ' ' : '';
  return tall ? `\\left${open}${gap}${tex}\\right${close}` : `${open}${gap}${tex}${gap}${close}`;
}

const bracketed = (p: Piece): Piece => ({
  tex: fence('(', p.tex, ')'),
  level: Level.atom,
  look: p.negativeValue ? 'number' : 'group',
  numeric: p.numeric,
  array: p.array,
});

/** The piece as it may stand where something at least as tight as `level` and without a leading minus is needed. */
const tight = (p: Piece, level: Level): Piece => (p.level < level || p.opposite || p.negativeValue ? bracketed(p) : p);

function numberPiece(tex: string, negative: boolean, isValue: boolean): Piece {
  const scientific = tex.includes('^') || tex.includes('\\times');
  const piece: Piece = { tex, level: scientific ? Level.product : Level.atom, look: 'number', numeric: true };
  if (!negative) return piece;
  return isValue ? { ...piece, negativeValue: true } : { ...piece, level: Level.sum };
}

function constant(value: number): Piece {
  if (Math.abs(value) === Math.PI) {
    const pi: Piece = { tex: '\\pi', level: Level.atom, look: 'letter', numeric: false };
    return value > 0 ? pi : negative(pi);
  }
  const size = numberPiece(formatNumber(Math.abs(value), 6), false, false);
  return value < 0 ? { ...numberPiece(`-${size.tex}`, true, false), opposite: size } : size;
}

/** What a number looks like, and whether it is negative. */
function numberText(tex: string): [tex: string, negative: boolean] {
  const text = unlinked(tex);
  return [text, /^\s*[-−]/.test(text)];
}

function symbolPiece(name: string, context: Context): Piece {
  const { symbols = {}, values = {}, format = formatNumber } = context;
  if (Object.hasOwn(values, name)) {
    const value = values[name];
    if (typeof value === 'string') return { ...numberPiece(...numberText(value), true), tex: value };
    return numberPiece(format(value), value < 0, true);
  }
  const tex = Object.hasOwn(symbols, name) ? symbols[name] : symbolLatex(name);
  // A symbol with an exponent of its own, or built as a fraction, cannot take another exponent unbracketed.
  const bare = unlinked(tex);
  const outer = bare.replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '');
  const level = /[-+]/.test(outer) ? Level.sum : /\^|\\[dt]?frac|\\partial|'/.test(outer) ? Level.product : Level.atom;
  const fraction = bare.startsWith('\\frac');
  const look: Look = fraction ? 'fraction' : /mathrm|text|operatorname/.test(bare) ? 'word' : 'letter';
  return { tex, level, look, numeric: false, array: context.arrays?.has(name) };
}

const negative = (p: Piece): Piece => {
  const body = tight(p, Level.slash);
  return { tex: `-${body.tex}`, level: Level.sum, look: body.look, numeric: p.numeric, opposite: body };
};

/** What stands between two factors. */
function joint(left: Piece, right: Piece): string {
  if (left.array && right.array) return ' \\odot ';
  if (left.numeric && right.numeric) return ' \\times ';
  if (right.look === 'number' || left.look === 'call') return ' \\cdot ';
  if (right.look === 'fraction' && (left.look === 'fraction' || left.look === 'number')) return ' \\cdot ';
  if (left.look === 'number' && left.level < Level.atom) return ' \\cdot ';
  if (left.look === 'number') return right.look === 'word' ? '\\,' : ' ';
  return left.look === 'letter' && (right.look === 'letter' || right.look === 'power') ? ' ' : '\\,';
}

function factorsOf(e: Expr): Expr[] {
  return e.kind === 'call' && e.fn === 'mul' ? e.args.flatMap(factorsOf) : [e];
}

function product(e: Call, context: Context): Piece {
  const [first, ...rest] = factorsOf(e).map((factor) => render(factor, context));
  const factors = [first.opposite ?? first, ...rest].map((p) => tight(p, Level.product));
  const tex = factors.map((p, i) => (i === 0 ? p.tex : joint(factors[i - 1], p) + p.tex)).join('');
  const value: Piece = { tex, level: Level.product, look: factors[0].look, numeric: factors.every((p) => p.numeric) };
  return first.opposite ? { ...value, tex: `-${tex}`, level: Level.sum, opposite: value } : value;
}

function quotient(e: Call, context: Context): Piece {
  const [a, b] = e.args.map((arg) => render(arg, context));
  const numeric = a.numeric && b.numeric;
  if (!context.inline) return { tex: `\\frac{${a.tex}}{${b.tex}}`, level: Level.product, look: 'fraction', numeric };
  const top = a.opposite ?? a;
  const tex = `${tight(top, Level.product).tex}/${tight(b, Level.power).tex}`;
  const value: Piece = { tex, level: Level.slash, look: 'fraction', numeric };
  return a.opposite ? { ...value, tex: `-${tex}`, level: Level.sum, opposite: value } : value;
}

function sum(e: Call, context: Context): Piece {
  const [a, b] = e.args.map((arg) => render(arg, context));
  const numeric = a.numeric && b.numeric;
  const left = a.level < Level.sum ? bracketed(a) : a;
  const piece = (sign: '+' | '-', right: Piece): Piece => ({
    tex: `${left.tex} ${sign} ${right.tex}`,
    level: Level.sum,
    look: 'group',
    numeric,
  });
  if (e.fn === 'sub') return piece('-', tight(b, Level.slash));
  if (b.opposite) return piece('-', tight(b.opposite, Level.slash));
  return piece('+', startsWithMinus(b) ? bracketed(b) : tight(b, Level.sum));
}

const startsWithMinus = (p: Piece): boolean => p.negativeValue || p.tex.startsWith('-');

function power(e: Call, context: Context): Piece {
  const [base, exponent] = e.args;
  const raised = render(exponent, { ...context, inline: true });
  const named = base.kind === 'call' ? FUNCTION_NAMES[base.fn] : undefined;
  const whole = exponent.kind === 'const' && Number.isInteger(exponent.value) && exponent.value > 1;
  if (base.kind === 'call' && named && whole && ['sin', 'cos', 'tanh'].includes(base.fn)) {
    const body = functionCall(`${named}^{${raised.tex}}`, base.args, context);
    return { ...body, look: 'call' };
  }
  const body = tight(render(base, context), Level.atom);
  const numeric = body.numeric && raised.numeric;
  return {
    tex: `${body.tex}^{${body.array && !raised.array ? '\\odot ' : ''}${raised.tex}}`,
    level: Level.power,
    look: body.look === 'number' ? 'number' : 'power',
    numeric,
  };
}

function functionCall(name: string, args: readonly Expr[], context: Context): Piece {
  const pieces = args.map((arg) => render(arg, context));
  return {
    tex: name + fence('(', pieces.map((p) => p.tex).join(', '), ')'),
    level: Level.power,
    look: 'call',
    numeric: pieces.every((p) => p.numeric),
  };
}

/** A comparison without brackets, as in a case; `negated` turns it into its opposite. */
function condition(e: Expr, negated: boolean, context: Context): string {
  const relation = e.kind === 'call' ? RELATIONS[e.fn] : undefined;
  if (e.kind === 'call' && relation) {
    const [a, b] = e.args.map((arg) => render(arg, context)).map((p) => (p.level < Level.sum ? bracketed(p) : p));
    return `${a.tex} ${negated ? relation.opposite : relation.sign} ${b.tex}`;
  }
  const value = render(e, context);
  return `${(value.level < Level.sum ? bracketed(value) : value).tex} ${negated ? '=' : '\\ne'} 0`;
}

/** Cases from top to bottom; a `where` in the last place adds its cases to the list. */
function cases(e: Call, context: Context): Piece {
  const rows: string[] = [];
  let numeric = true;
  const row = (value: Expr, when: string): void => {
    const piece = render(value, context);
    numeric &&= piece.numeric;
    rows.push(`${piece.tex} & ${when}`);
  };
  let last: Call = e;
  for (;;) {
    const [test, yes, no] = last.args;
    row(yes, condition(test, false, context));
    if (no.kind === 'call' && no.fn === 'where') {
      last = no;
      continue;
    }
    row(no, condition(test, true, context));
    break;
  }
  const tex = `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}`;
  return { tex, level: Level.relation, look: 'group', numeric };
}

function callPiece(e: Call, context: Context): Piece {
  const [a] = e.args;
  switch (e.fn) {
    case 'add':
    case 'sub':
      return sum(e, context);
    case 'mul':
      return product(e, context);
    case 'div':
      return quotient(e, context);
    case 'pow':
      return power(e, context);
    case 'neg':
      return negative(render(a, context));
    case 'exp': {
      const exponent = render(a, { ...context, inline: true });
      return { tex: `e^{${exponent.tex}}`, level: Level.power, look: 'power', numeric: exponent.numeric };
    }
    case 'expm1':
      return sum(
        {
          kind: 'call',
          fn: 'sub',
          args: [
            { ...e, fn: 'exp' },
            { kind: 'const', value: 1 },
          ],
        },
        context,
      );
    case 'log1p':
      return callPiece(
        { ...e, fn: 'log', args: [{ kind: 'call', fn: 'add', args: [{ kind: 'const', value: 1 }, a] }] },
        context,
      );
    case 'sqrt': {
      const body = render(a, { ...context, inline: false });
      return { tex: `\\sqrt{${body.tex}}`, level: Level.atom, look: 'power', numeric: body.numeric };
    }
    case 'abs': {
      const body = render(a, context);
      return { tex: `\\left|${body.tex}\\right|`, level: Level.atom, look: 'group', numeric: body.numeric };
    }
    case 'floor': {
      const body = render(a, context);
      return { tex: fence('\\lfloor', body.tex, '\\rfloor'), level: Level.atom, look: 'group', numeric: body.numeric };
    }
    case 'where':
      return cases(e, context);
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne':
      // Iverson's bracket: 1 where it holds, else 0.
      return { tex: fence('[', condition(e, false, context), ']'), level: Level.atom, look: 'group', numeric: false };
    default:
      return functionCall(FUNCTION_NAMES[e.fn] ?? e.fn, e.args, context);
  }
}

function render(e: Expr, context: Context): Piece {
  if (e.kind === 'const') return constant(e.value);
  if (e.kind === 'sym') return symbolPiece(e.name, context);
  const piece = callPiece(e, context);
  const { arrays } = context;
  if (arrays === undefined || !symbolsOf(e).some((name) => arrays.has(name))) return piece;
  return { ...piece, array: true, ...(piece.opposite && { opposite: { ...piece.opposite, array: true } }) };
}

/** LaTeX of `expr`, with symbols or with `values` put in. Always well-formed for KaTeX if the given LaTeX is. */
export function toLatex(expr: Expr, options: LatexOptions = {}): string {
  return render(expr, { ...options, inline: false }).tex;
}
