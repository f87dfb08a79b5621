/** Errors of the expression language: a code and parameters; the words are the catalogues' business. */

export type ExprErrorCode = 'missingSymbol' | 'wrongArity' | 'wrongLength';

/** An expression could not be built, evaluated or compiled. `params` names what was wrong. */
export class ExprError extends Error {
  override readonly name = 'ExprError';

  constructor(
    readonly code: ExprErrorCode,
    readonly params: Readonly<Record<string, string | number>>,
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
