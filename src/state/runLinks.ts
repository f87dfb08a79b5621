/**
 * What the run's controller needs of the workers and of storage, as small as possible, so that tests can stand in for
 * them. The real ones are loaded only when a workspace opens.
 */
import type { DatasetHandle } from '@/data/client';
import type { Command, EngineEvent } from '@/engine/protocol';
import { type RunArchive, runArchive } from './checkpointStore';

export interface EngineLink {
  send(command: Command, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface EngineHandlers {
  onEvent(event: EngineEvent): void;
  /** The worker died: nothing more will come. */
  onCrash(message: string): void;
}

export interface Links {
  engine(handlers: EngineHandlers): Promise<EngineLink>;
  openDataset(id: string, onProgress: (loaded: number, total: number) => void): Promise<DatasetHandle>;
  archive: RunArchive;
}

export const realLinks: Links = {
  engine: async () => {
    throw new Error('the engine client is not there');
  },
  openDataset: async (id, onProgress) => (await import('@/data/client')).openDataset(id, onProgress),
  archive: runArchive,
};
