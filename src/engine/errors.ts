/** Errors as events: what went wrong as a code with parameters, for the page to word. */
import { GraphError } from '@/core/ops/types';
import { BackendError } from './backends/load';
import { UnsupportedOperation } from './executors/operations';
import { InputError, UnknownLayer } from './model';
import { CheckpointError } from './parameters';
import type { EngineEvent } from './protocol';

/** A failure that is not a fault of the engine: a command at the wrong time, data that do not fit. */
export class EngineFailure extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'EngineFailure';
  }
}

const OUT_OF_MEMORY = /out of memory|\boom\b|allocation failed|cannot enlarge memory|memory access out of bounds/i;

function codeOf(error: unknown): { code: string; params: Record<string, string | number> } {
  if (error instanceof EngineFailure || error instanceof GraphError) return { code: error.code, params: error.params };
  if (error instanceof CheckpointError) return { code: 'badCheckpoint', params: { tensor: error.tensor } };
  if (error instanceof InputError) {
    return { code: 'badInput', params: { expected: error.expected, actual: error.actual } };
  }
  if (error instanceof UnknownLayer) return { code: 'unknownLayer', params: { layer: error.layer } };
  if (error instanceof UnsupportedOperation) return { code: 'unsupportedOperation', params: { op: error.op } };
  if (error instanceof BackendError) return { code: 'backendFailed', params: { backend: error.backend } };
  const message = error instanceof Error ? error.message : String(error);
  return { code: OUT_OF_MEMORY.test(message) ? 'outOfMemory' : 'internal', params: {} };
}

export function errorEvent(error: unknown, run: number | null, request: number | null): EngineEvent {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'error', run, request, ...codeOf(error), message };
}
