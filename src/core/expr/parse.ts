/**
 * The text form, read: a recursive-descent parser that knows where it is.
 *
 *     comparison := sum [ ( < | <= | > | >= | == | != ) sum ]
 *     sum        := product { ( + | - ) product }
 *     product    := unary { ( * | / ) unary }
 *     unary      := ( - | + ) unary | power
 *     power      := primary [ ^ unary ]
 *     primary    := number | name | name ( comparison { , comparison } ) | ( comparison )
 *
 * So `^` groups from the right and binds tighter than a minus in front: −x^2 is −(x²). A minus directly before a
 * number that is not a base belongs to the number. `pi`, `Infinity` and `NaN` are constants; `ln` is `log`.
 */
import { call, num, sym } from './build';
import { ExprSyntaxError, type SyntaxErrorCode, type Token, tokenize } from './tokens';
import { ARITY, type Expr, type FunctionName } from './types';

export const MAX_LENGTH = 10_000;
/** Of brackets and of the tree that comes out, so that walking it cannot exhaust the stack. */
export const MAX_DEPTH = 200;

/** Names that are numbers. */
export const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  Infinity: Number.POSITIVE_INFINITY,
  NaN: Number.NaN,
};
const ALIASES: Readonly<Record<string, FunctionName>> = { ln: 'log' };

/** The function of each infix sign. */
export const INFIX = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
} as const satisfies Record<string, FunctionName>;
type Infix = keyof typeof INFIX;

const COMPARISONS: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];

function functionNamed(name: string): FunctionName | null {
  if (Object.hasOwn(ARITY, name)) return name as FunctionName;
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : null;
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private nesting = 0;
  private readonly depths = new WeakMap<Expr, number>();

  constructor(
    text: string,
    private readonly names: ReadonlySet<string> | null,
  ) {
    this.tokens = tokenize(text);
  }

  parse(): Expr {
    const expr = this.comparison();
    if (this.token.kind !== 'end') throw this.unexpected();
    return expr;
  }

  private get token(): Token {
    return this.tokens[this.at];
  }

  private fail(code: SyntaxErrorCode, token: Token, params: Record<string, string | number> = {}): ExprSyntaxError {
    return new ExprSyntaxError(code, token.position, token.length, params);
  }

  private unexpected(): ExprSyntaxError {
    const { token } = this;
    return token.kind === 'end'
      ? this.fail('unexpectedEnd', token)
      : this.fail('unexpectedToken', token, { token: token.text });
  }

  /** The operator here, if it is one of these. */
  private peek(...signs: readonly string[]): boolean {
    return this.token.kind === 'operator' && signs.includes(this.token.text);
  }

  private take(...signs: readonly string[]): Token | null {
    if (!this.peek(...signs)) return null;
    return this.tokens[this.at++];
  }

  private expect(sign: string): Token {
    const token = this.take(sign);
    if (!token) throw this.unexpected();
    return token;
  }

  /** A call at `token`, unless the tree would become too deep. */
  private node(token: Token, fn: FunctionName, ...args: Expr[]): Expr {
    const depth = 1 + Math.max(...args.map((arg) => this.depths.get(arg) ?? 1));
    if (depth > MAX_DEPTH) throw this.fail('tooDeep', token, { limit: MAX_DEPTH });
    const expr = call(fn, ...args);
    this.depths.set(expr, depth);
    return expr;
  }

  private nested<T>(token: Token, read: () => T): T {
    if (++this.nesting > MAX_DEPTH) throw this.fail('tooDeep', token, { limit: MAX_DEPTH });
    const result = read();
    this.nesting--;
    return result;
  }

  private infix(operand: () => Expr, ...signs: readonly Infix[]): Expr {
    let left = operand();
    for (let sign = this.take(...signs); sign; sign = this.take(...signs)) {
      left = this.node(sign, INFIX[sign.text as Infix], left, operand());
    }
    return left;
  }

  private comparison(): Expr {
    const left = this.sum();
    const sign = this.take(...COMPARISONS);
    return sign ? this.node(sign, INFIX[sign.text as Infix], left, this.sum()) : left;
  }

  private sum(): Expr {
    return this.infix(() => this.product(), '+', '-');
  }

  private product(): Expr {
    return this.infix(() => this.unary(), '*', '/');
  }

  private unary(): Expr {
    const sign = this.take('-', '+');
    if (!sign) return this.power();
    return this.nested(sign, () => {
      const { token } = this;
      const literal = token.kind === 'number' || (token.kind === 'name' && this.isConstant(token.text));
      const value = this.unary();
      if (sign.text === '+') return value;
      // A literal that became a base is no constant any more, and brackets do not start with a literal.
      return literal && value.kind === 'const' ? num(-value.value) : this.node(sign, 'neg', value);
    });
  }

  private power(): Expr {
    const base = this.primary();
    const sign = this.take('^');
    return sign ? this.nested(sign, () => this.node(sign, 'pow', base, this.unary())) : base;
  }

  private primary(): Expr {
    const { token } = this;
    if (token.kind === 'number') {
      this.at++;
      const value = Number(token.text);
      if (!Number.isFinite(value)) throw this.fail('numberTooLarge', token, { token: token.text });
      return num(value);
    }
    if (token.kind === 'name') {
      this.at++;
      return this.peek('(') ? this.functionCall(token) : this.named(token);
    }
    const open = this.expect('(');
    return this.nested(open, () => {
      const inner = this.comparison();
      this.expect(')');
      return inner;
    });
  }

  private isConstant(name: string): boolean {
    return Object.hasOwn(CONSTANTS, name);
  }

  private named(token: Token): Expr {
    if (this.isConstant(token.text)) return num(CONSTANTS[token.text]);
    if (this.names && !this.names.has(token.text)) throw this.fail('unknownName', token, { name: token.text });
    return sym(token.text);
  }

  private functionCall(token: Token): Expr {
    const fn = functionNamed(token.text);
    if (!fn) throw this.fail('unknownFunction', token, { name: token.text });
    const args = this.nested(this.expect('('), () => this.callArguments());
    if (args.length !== ARITY[fn]) {
      throw this.fail('wrongArity', token, { name: token.text, expected: ARITY[fn], actual: args.length });
    }
    return this.node(token, fn, ...args);
  }

  private callArguments(): Expr[] {
    if (this.take(')')) return [];
    const args = [this.comparison()];
    while (this.take(',')) args.push(this.comparison());
    this.expect(')');
    return args;
  }
}

/**
 * Reads an expression. With `names`, only those symbols are allowed (else any identifier is).
 * Throws ExprSyntaxError with the place of the first fault.
 */
export function parse(text: string, names?: Iterable<string>): Expr {
  if (text.length > MAX_LENGTH) {
    throw new ExprSyntaxError('tooLong', MAX_LENGTH, text.length - MAX_LENGTH, {
      limit: MAX_LENGTH,
      length: text.length,
    });
  }
  return new Parser(text, names ? new Set(names) : null).parse();
}
