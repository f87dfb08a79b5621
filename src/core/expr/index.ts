/** The expression language in one place; see types.ts for the idea. `E` holds the builders under one name. */
export { mapArrays } from './arrays';
export * from './build';
export * as E from './build';
export { compile, type Emitter, emit, type Hosted, hoist } from './compile';
export { differentiate } from './differentiate';
export { ExprError, type ExprErrorCode } from './errors';
export { evaluate } from './evaluate';
export { applyFunction } from './functions';
export { type LatexOptions, toLatex } from './latex';
export { formatNumber, formulaNumber, symbolLatex } from './latexNames';
export { latexOf, linkedNumber, linkedSymbol, unlinked } from './links';
export { type NumpyNames, toNumpy } from './numpy';
export { MAX_DEPTH, MAX_LENGTH, parse } from './parse';
export { print } from './print';
export { simplify } from './simplify';
export { equal, rewrite, substitute, symbols } from './substitute';
export { ExprSyntaxError, type SyntaxErrorCode } from './tokens';
export * from './types';
