/** What an activation is: an expression in x, or an operation along the last axis. */
import type { Expr } from '../expr/types';

export interface ActivationDefinition {
  kind: string;
  /** LaTeX of the function's name, written before its argument. */
  symbol: string;
  /** Elementwise activations: the expression in `x`, its safe form, and a derivative that may use the output `y`. */
  elementwise?: { expr: Expr; stable?: Expr; derivative?: Expr };
  /** Activations over the last axis: the name of their operation. */
  operation?: 'softmax' | 'logSoftmax';
}
