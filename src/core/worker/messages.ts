/**
 * What a page and a worker that answers questions say to one another. `E` names the questions, with what is asked and what
 * is answered. Requests carry a number, and their answers carry it back.
 */

/** A kind of question. */
interface Trade {
  input: unknown;
  output: unknown;
}

/** Questions by name. */
export type Trades<E> = { [T in keyof E]: Trade };

export interface Progress {
  done: number;
  total: number;
}

export type AskingOf<E extends Trades<E>> = {
  [T in keyof E]: { type: T; request: number; input: E[T]['input'] };
}[keyof E];

export type RequestOf<E extends Trades<E>> = AskingOf<E> | { type: 'cancel'; request: number };

export type AnswerOf<E extends Trades<E>> =
  | { [T in keyof E]: { type: 'answered'; of: T; request: number; output: E[T]['output'] } }[keyof E]
  | { type: 'progress'; request: number; progress: Progress }
  | ({ type: 'failed'; request: number } & Failure);

/** A GraphError's code and parameters, `cancelled`, or `internal` with the message. */
export interface Failure {
  code: string;
  params: Record<string, string | number>;
}
