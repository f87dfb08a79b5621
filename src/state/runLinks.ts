/** What the run's controller needs from outside, in one place, so that tests can stand in for it. */
import { type DatasetHandle, openDataset } from '@/data/client';
import { EngineClient } from '@/engine/client';
import type { BackendName } from '@/engine/protocol';
import { type RunArchive, runArchive } from './runs/archive';
import { type Claims, tabClaims } from './runs/claims';

export interface Links {
  /** A client with a fresh worker. */
  engine(): EngineClient;
  openDataset(id: string, onProgress: (loaded: number, total: number) => void): Promise<DatasetHandle>;
  archive: RunArchive;
  claims: Claims;
  /** The backend the address asks for (`?backend=wasm`), or null to leave the choice to the engine. */
  backend: BackendName | null;
  /** What the address asks for instead, when there is no backend of that name. */
  unknownBackend: string | null;
}

export const BACKENDS: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

/** Reads `?backend=`. */
export function requestedBackend(search: string): Pick<Links, 'backend' | 'unknownBackend'> {
  const asked = new URLSearchParams(search).get('backend')?.trim() ?? '';
  const backend = BACKENDS.find((name) => name === asked.toLowerCase()) ?? null;
  return { backend, unknownBackend: backend === null && asked !== '' ? asked : null };
}

export const realLinks: Links = {
  engine: () => new EngineClient(),
  openDataset,
  archive: runArchive,
  claims: tabClaims,
  ...requestedBackend(globalThis.location?.search ?? ''),
};
