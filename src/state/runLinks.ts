/** What the run's controller needs from outside, in one place, so that tests can stand in for it. */
import { type DatasetHandle, openDataset } from '@/data/client';
import { EngineClient } from '@/engine/client';
import type { BackendName } from '@/engine/protocol';
import { type RunArchive, runArchive } from './checkpointStore';

export interface Links {
  /** A client with a fresh worker. */
  engine(): EngineClient;
  openDataset(id: string, onProgress: (loaded: number, total: number) => void): Promise<DatasetHandle>;
  archive: RunArchive;
  /** The backend the address asks for (`?backend=wasm`), or null to leave the choice to the engine. */
  backend: BackendName | null;
}

const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

function requestedBackend(): BackendName | null {
  const asked = new URLSearchParams(globalThis.location?.search ?? '').get('backend');
  return BACKENDS.find((name) => name === asked) ?? null;
}

export const realLinks: Links = {
  engine: () => new EngineClient(),
  openDataset,
  archive: runArchive,
  backend: requestedBackend(),
};
