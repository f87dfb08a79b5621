/** The words of the text form, each with its place, so that an error can point at it. */

export type SyntaxErrorCode =
  | 'unexpectedCharacter'
  | 'unexpectedToken'
  | 'unexpectedEnd'
  | 'unknownFunction'
  | 'unknownName'
  | 'wrongArity'
  | 'numberTooLarge'
  | 'tooLong'
  | 'tooDeep';

/** Where and why a text is no expression. `position` and `length` count UTF-16 units from the start of the text. */
export class ExprSyntaxError extends Error {
  override readonly name = 'ExprSyntaxError';

  constructor(
    readonly code: SyntaxErrorCode,
    readonly position: number,
    readonly length: number,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${code} at ${position} ${JSON.stringify(params)}`);
  }
}

export type TokenKind = 'number' | 'name' | 'operator' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The token's canonical spelling; `text` of the end is empty. */
  readonly text: string;
  readonly position: number;
  readonly length: number;
}

/** Signs as they are typed or pasted from a text, with their canonical spelling. */
const SIGNS: Readonly<Record<string, string>> = {
  '−': '-',
  '·': '*',
  '×': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
};

const TOKEN =
  /(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<operator><=|>=|==|!=|[-+*/^(),<>−·×÷≤≥≠])|\s+/uy;

/**
 * Full-width characters, as Chinese input methods type them: （ ＋ ， ２. Each is one UTF-16 unit, as is what it stands for,
 * so that places stay.
 */
const narrow = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** Splits a text; the last token is the end. Throws `unexpectedCharacter`. */
export function tokenize(typed: string): Token[] {
  const text = narrow(typed);
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) {
      const character = String.fromCodePoint(typed.codePointAt(position) ?? 0);
      throw new ExprSyntaxError('unexpectedCharacter', position, character.length, { character });
    }
    const { number, name, operator } = match.groups ?? {};
    const length = match[0].length;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, position, length });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, position, length });
    else if (operator !== undefined)
      tokens.push({ kind: 'operator', text: SIGNS[operator] ?? operator, position, length });
    position += length;
  }
  tokens.push({ kind: 'end', text: '', position: text.length, length: 0 });
  return tokens;
}
