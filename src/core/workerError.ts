/** A worker could not answer: a code and parameters that the page words, as GraphError has them within a computation. */
export abstract class WorkerError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
