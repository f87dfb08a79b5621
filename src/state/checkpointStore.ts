/**
 * Where a run stood, kept in IndexedDB per template: weights, optimizer state, step, the settings it was built with and
 * the history of its metrics. Loaded only when a workspace opens. Without storage it does nothing and says so once.
 */
import type { Dexie, EntityTable } from 'dexie';
import type { Checkpoint } from '@/engine/protocol';
import type { RunSettings } from './runSettings';
import { reportStorageProblem } from './storage';

export interface SavedRun {
  template: string;
  savedAt: number;
  settings: RunSettings;
  checkpoint: Checkpoint;
  metrics: { train: Float64Array; validation: Float64Array };
}

export interface RunArchive {
  load(template: string): Promise<SavedRun | null>;
  save(run: SavedRun): Promise<void>;
  remove(template: string): Promise<void>;
}

type Database = Dexie & { runs: EntityTable<SavedRun, 'template'> };
let opening: Promise<Database> | null = null;

async function database(): Promise<Database> {
  opening ??= import('dexie').then(async ({ Dexie }) => {
    const db = new Dexie('chainrule') as Database;
    db.version(1).stores({ runs: 'template' });
    await db.open();
    return db;
  });
  return opening;
}

async function quietly<T>(work: (db: Database) => PromiseLike<T>, otherwise: T): Promise<T> {
  try {
    return await work(await database());
  } catch (error) {
    reportStorageProblem(error);
    return otherwise;
  }
}

export const runArchive: RunArchive = {
  load: (template) => quietly<SavedRun | null>(async (db) => (await db.runs.get(template)) ?? null, null),
  save: (run) =>
    quietly(async (db) => {
      await db.runs.put(run);
    }, undefined),
  remove: (template) => quietly((db) => db.runs.delete(template), undefined),
};
