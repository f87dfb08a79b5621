/** Any thrown value as a code with parameters, which the `errors` catalogue words. */
import { EngineError } from '@/engine/client';
import type { Failure } from './runStore';

interface DatasetProblem {
  code: string;
  file: string;
  params: Record<string, string | number>;
}

/** Data errors are told by their shape: they may have come from a worker as plain objects. */
function isDatasetProblem(error: object): error is DatasetProblem {
  return 'code' in error && 'file' in error && 'params' in error && typeof error.code === 'string';
}

export function failureOf(error: unknown): Failure {
  if (error instanceof EngineError)
    return { code: `engine.${error.code}`, params: { ...error.params, message: error.message } };
  if (typeof error === 'object' && error !== null && isDatasetProblem(error)) {
    return { code: `data.${error.code}`, params: { ...error.params, file: error.file } };
  }
  return { code: 'unknown', params: { message: error instanceof Error ? error.message : String(error) } };
}
