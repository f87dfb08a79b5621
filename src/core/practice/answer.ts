/**
 * Numbers as people write them: decimals with a point or a comma, fractions, powers of ten. What cannot be read is
 * refused with a reason and the place of the first character that does not fit, never guessed at.
 */

/** Why an answer is not a number; worded by the page. */
export type AnswerProblem =
  | 'empty'
  | 'character'
  | 'separators'
  | 'thousands'
  | 'mixed'
  | 'percent'
  | 'digits'
  | 'exponent'
  | 'denominator'
  | 'zeroDenominator'
  | 'tooLarge';

/** A number that was written, and how exactly. */
export interface Answer {
  value: number;
  /** Significant digits written, zeros at the end of a whole number left out; null for a fraction, which is exact. */
  digits: number | null;
}

export type ParsedAnswer = { ok: true; answer: Answer } | { ok: false; code: AnswerProblem; at: number };

/** Characters that stand for others, one for one, so that places stay what they are. */
const ALIKE = new Map<string, string>([
  ...[...'−–﹣－'].map((c): [string, string] => [c, '-']),
  ['＋', '+'],
  ['，', ','],
  ['．', '.'],
  ...[...'／⁄÷∕'].map((c): [string, string] => [c, '/']),
  ...[...'·*xX✕∙⋅'].map((c): [string, string] => [c, '×']),
  ...[...'０１２３４５６７８９'].map((c, i): [string, string] => [c, String(i)]),
  ['％', '%'],
  ['E', 'e'],
  ['\u00a0', ' '],
  ['\u202f', ' '],
  ['\u2009', ' '],
]);
const RAISED = new Map([...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺'].map((c, i) => [c, [...'0123456789-+'][i]]));

class Refused extends Error {
  constructor(
    readonly code: AnswerProblem,
    readonly at: number,
  ) {
    super(code);
  }
}

interface Written {
  value: number;
  digits: number;
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = [...text].map((c) => ALIKE.get(c) ?? c).join('');
  }

  read(): Answer {
    this.space();
    if (this.at === this.text.length) throw new Refused('empty', 0);
    const first = this.number();
    this.space();
    if (this.peek() !== '/') {
      this.end();
      return first;
    }
    this.at++;
    this.space();
    const start = this.at;
    if (this.at === this.text.length) throw new Refused('denominator', start);
    const second = this.number();
    this.space();
    this.end();
    if (second.value === 0) throw new Refused('zeroDenominator', start);
    return { value: finite(first.value / second.value, 0), digits: null };
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private space(): void {
    while (this.peek() === ' ') this.at++;
  }

  private run(): string {
    const start = this.at;
    while (/[0-9]/.test(this.peek())) this.at++;
    return this.text.slice(start, this.at);
  }

  /** Nothing may follow; what does is named. */
  private end(): void {
    const c = this.peek();
    if (c === '') return;
    if (c === '%' || c === '‰') throw new Refused('percent', this.at);
    if (c === '.' || c === ',') throw new Refused('separators', this.at);
    if (c === '/') throw new Refused('denominator', this.at);
    if (/['’]/.test(c)) throw new Refused('thousands', this.at);
    if (/[0-9]/.test(c)) {
      const rest = this.text.slice(this.at);
      throw new Refused(
        /^\d+\s*\//.test(rest) ? 'mixed' : /^\d{3}(?!\d)/.test(rest) ? 'thousands' : 'character',
        this.at,
      );
    }
    throw new Refused('character', this.at);
  }

  private sign(): 1 | -1 {
    const c = this.peek();
    if (c !== '-' && c !== '+') return 1;
    this.at++;
    this.space();
    return c === '-' ? -1 : 1;
  }

  private number(): Written {
    const sign = this.sign();
    const start = this.at;
    const whole = this.run();
    let part = '';
    const separated = this.peek() === '.' || this.peek() === ',';
    if (separated) {
      this.at++;
      part = this.run();
    }
    if (whole === '' && part === '') throw new Refused(this.isOther() ? 'character' : 'digits', start);
    const power = this.power(whole, separated);
    const significant = `${whole}${part}`.replace(/^0+/, '');
    const counted = separated ? significant : significant.replace(/0+$/, '');
    const mantissa = power.bare ? '1' : `${whole || '0'}.${part || '0'}`;
    const value = finite(sign * Number(`${mantissa}e${power.exponent}`), start);
    return { value: value === 0 ? 0 : value, digits: Math.max(1, counted.length) };
  }

  private isOther(): boolean {
    return this.peek() !== '' && !/[0-9.,/%]/.test(this.peek());
  }

  /** `e-3`, `×10^-3`, `×10⁻³`; `10^-3` alone, where the 10 itself is raised. */
  private power(whole: string, separated: boolean): { exponent: number; bare: boolean } {
    if (whole === '10' && !separated && (this.peek() === '^' || RAISED.has(this.peek()))) {
      return { exponent: this.raised(), bare: true };
    }
    if (this.peek() === 'e') {
      this.at++;
      const sign = this.sign();
      const start = this.at;
      const digits = this.run();
      if (digits === '') throw new Refused('exponent', start);
      return { exponent: sign * Number(digits), bare: false };
    }
    const before = this.at;
    this.space();
    if (this.peek() !== '×') {
      this.at = before;
      return { exponent: 0, bare: false };
    }
    this.at++;
    this.space();
    if (this.text.slice(this.at, this.at + 2) !== '10') throw new Refused('exponent', this.at);
    this.at += 2;
    return { exponent: this.raised(), bare: false };
  }

  private raised(): number {
    if (this.peek() === '^') {
      this.at++;
      const bracket = '({'.indexOf(this.peek());
      if (bracket >= 0 && this.peek() !== '') this.at++;
      const sign = this.sign();
      const start = this.at;
      const digits = this.run();
      if (digits === '') throw new Refused('exponent', start);
      if (bracket >= 0 && this.peek() === ')}'[bracket]) this.at++;
      return sign * Number(digits);
    }
    const start = this.at;
    let text = '';
    for (let c = RAISED.get(this.peek()); c !== undefined; c = RAISED.get(this.peek())) {
      text += c;
      this.at++;
    }
    if (!/^[-+]?\d+$/.test(text)) throw new Refused('exponent', start);
    return Number(text);
  }
}

function finite(value: number, at: number): number {
  if (!Number.isFinite(value)) throw new Refused('tooLarge', at);
  return value;
}

/**
 * Reads a number as a person writes it.
 * @returns the number with the digits it was written with, or why not and where (counted in characters from 0).
 */
export function parseAnswer(text: string): ParsedAnswer {
  try {
    return { ok: true, answer: new Reader(text).read() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, at: error.at };
    throw error;
  }
}
