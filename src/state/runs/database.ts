/**
 * Runs in IndexedDB: records, curves and checkpoints in a table each, so that reading the one does not touch the others.
 * Typed arrays are stored as they are. The first version of this database had one run a template; those are taken over.
 */
import type { Dexie, EntityTable, Table } from 'dexie';
import type { Checkpoint } from '@/engine/protocol';
import { type FirstSavedRun, migrated } from './migration';
import { LAST, type RunCurves, type RunRecord } from './records';
import { merged, type RunTables } from './tables';

/** Some browsers never answer when storage is broken; nobody should wait for that. */
const OPEN_MS = 6000;

type Database = Dexie & {
  records: EntityTable<RunRecord, 'id'>;
  curves: EntityTable<RunCurves & { id: string }, 'id'>;
  checkpoints: Table<{ run: string; slot: string; checkpoint: Checkpoint }, [string, string]>;
};

let opening: Promise<Database> | null = null;

async function open(): Promise<Database> {
  const { Dexie } = await import('dexie');
  const db = new Dexie('chainrule') as Database;
  db.version(1).stores({ runs: 'template' });
  db.version(2)
    .stores({ records: 'id', curves: 'id', checkpoints: '[run+slot], run' })
    .upgrade(async (transaction) => {
      for (const first of await transaction.table<FirstSavedRun>('runs').toArray()) {
        const run = migrated(first);
        if (!run) continue;
        const { id } = run.record;
        await transaction.table('records').put(run.record);
        await transaction.table('curves').put({ ...run.curves, id });
        await transaction.table('checkpoints').put({ run: id, slot: LAST, checkpoint: run.checkpoint });
      }
    });
  db.version(3).stores({ runs: null });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not open')), OPEN_MS);
  });
  try {
    await Promise.race([db.open(), patience]);
    return db;
  } catch (error) {
    db.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The open database. After a failure the next call tries again. */
function database(): Promise<Database> {
  opening ??= open().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

export const databaseTables: RunTables = {
  all: async () => (await database()).records.toArray(),

  load: async (id, slot) => {
    const db = await database();
    return db.transaction('r', db.records, db.curves, db.checkpoints, async () => {
      const [record, curves, kept] = await Promise.all([
        db.records.get(id),
        db.curves.get(id),
        db.checkpoints.get([id, slot]),
      ]);
      return record && curves && kept ? { record, curves, checkpoint: kept.checkpoint } : null;
    });
  },

  curves: async (id) => (await (await database()).curves.get(id)) ?? null,

  save: async ({ record, curves, checkpoint, milestone }) => {
    const db = await database();
    const { id } = record;
    const named = new Set(record.checkpoints.map(({ slot }) => slot));
    await db.transaction('rw', db.records, db.curves, db.checkpoints, async () => {
      await db.curves.put({ ...curves, id });
      await db.checkpoints.put({ run: id, slot: LAST, checkpoint });
      if (milestone !== null) await db.checkpoints.put({ run: id, slot: milestone, checkpoint });
      const keys = await db.checkpoints.where('run').equals(id).primaryKeys();
      await db.checkpoints.bulkDelete(keys.filter(([, slot]) => !named.has(slot)));
      // Some may have been held in memory while there was no space, and are not here.
      const slots = new Set(keys.map(([, slot]) => slot));
      const checkpoints = record.checkpoints.filter(({ slot }) => slots.has(slot));
      await db.records.put(merged({ ...record, checkpoints }, await db.records.get(id)));
    });
  },

  change: async (ids, change) => {
    const db = await database();
    await db.records
      .where('id')
      .anyOf([...ids])
      .modify(change);
  },

  purge: async (ids) => {
    const db = await database();
    await db.transaction('rw', db.records, db.curves, db.checkpoints, async () => {
      await db.records.bulkDelete([...ids]);
      await db.curves.bulkDelete([...ids]);
      await db.checkpoints
        .where('run')
        .anyOf([...ids])
        .delete();
    });
  },
};

/** Calls `changed` after every write to the records, in this tab or another. Returns the way to stop. */
export function watchRecords(changed: () => void): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  void Promise.all([import('dexie'), database()]).then(
    ([{ liveQuery }, db]) => {
      if (stopped) return;
      // What is read does not matter, only that it depends on every record.
      const subscription = liveQuery(() => db.records.toArray()).subscribe({
        next: changed,
        error: () => undefined,
      });
      stop = () => subscription.unsubscribe();
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    stop?.();
  };
}
