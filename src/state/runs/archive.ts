/**
 * The runs that are kept. Writes go to storage; what storage refuses is held in memory until the tab closes, and tried
 * again with the next write, so that everything works without storage and keeping goes on as soon as there is space.
 */
import { reportStorage } from '../storage';
import { databaseTables } from './database';
import { LAST, type LoadedRun, type RunCurves, type RunRecord, runRecordSchema, type SavedRun } from './records';
import { excessRuns, LIMITS } from './retention';
import { MemoryTables, type RecordChange, type RunTables } from './tables';

/** Runs deleted this long ago are gone for good, whatever became of the page that deleted them. */
const UNDO_MS = 60_000;

export interface ListedRun {
  record: RunRecord;
  /** False when it is only held in memory. */
  kept: boolean;
}

export class RunArchive {
  /** Runs as they were listed last: one that has not changed is checked once, and stays the same object. */
  private listed = new Map<string, ListedRun>();

  constructor(
    private readonly storage: RunTables,
    private readonly memory = new MemoryTables(),
    /** Bytes that all runs may take. */
    private readonly budget: () => Promise<number> = async () => LIMITS.bytes,
  ) {}

  /** All runs, the latest first. */
  async list(): Promise<ListedRun[]> {
    const [stored, inMemory] = await Promise.all([this.attempt(() => this.storage.all(), []), this.memory.all()]);
    const ids = new Set(inMemory.map(({ id }) => id));
    const all = [
      ...inMemory.flatMap((record) => this.known(record, false) ?? []),
      ...stored.flatMap((record) => this.known(record, true) ?? []).filter(({ record }) => !ids.has(record.id)),
    ];
    this.listed = new Map(all.map((run) => [run.record.id, run]));
    return all
      .filter(({ record }) => record.deletedAt === null)
      .sort((a, b) => b.record.updatedAt - a.record.updatedAt);
  }

  private known(raw: unknown, kept: boolean): ListedRun | null {
    const { id, updatedAt, name, deletedAt } = raw as Partial<RunRecord>;
    const before = this.listed.get(id ?? '');
    const { record: old } = before ?? {};
    const unchanged = old?.updatedAt === updatedAt && old?.name === name && old?.deletedAt === deletedAt;
    if (before && unchanged && before.kept === kept) return before;
    const record = runRecordSchema.safeParse(raw).data;
    return record ? { record, kept } : null;
  }

  /** The run that was trained last with a template, or null. */
  async latest(template: string): Promise<string | null> {
    return (await this.list()).find(({ record }) => record.template === template)?.record.id ?? null;
  }

  /** A run with one of its checkpoints; null when it is not there or cannot be read. */
  async load(id: string, slot = LAST): Promise<LoadedRun | null> {
    const run = (await this.memory.load(id, slot)) ?? (await this.attempt(() => this.storage.load(id, slot), null));
    if (!run) return null;
    const record = runRecordSchema.safeParse(run.record);
    return record.success && record.data.deletedAt === null ? { ...run, record: record.data } : null;
  }

  async curves(id: string): Promise<RunCurves | null> {
    return (await this.memory.curves(id)) ?? this.attempt(() => this.storage.curves(id), null);
  }

  /** A number for the next run of a template. */
  async nextNumber(template: string): Promise<number> {
    const numbers = (await this.list()).filter(({ record }) => record.template === template);
    return 1 + Math.max(0, ...numbers.map(({ record }) => record.number));
  }

  /** Keeps a run, in memory if storage refuses. Returns whether it is in storage. */
  async save(run: SavedRun): Promise<boolean> {
    try {
      await this.moveHeld([run.record.id]);
      await this.storage.save(run);
      reportStorage('runs', null);
    } catch (error) {
      reportStorage('runs', error);
      await this.memory.save(run);
      return false;
    }
    // There is space: the others that were refused are kept now, too.
    const held = (await this.memory.all()).map(({ id }) => id);
    await this.attempt(() => this.moveHeld(held), undefined);
    return true;
  }

  /** Moves runs from memory into storage, with all their checkpoints and what a person changed about them. */
  private async moveHeld(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const held = this.memory.entry(id);
      const last = held?.checkpoints.get(LAST);
      if (!held || !last) continue;
      const { record, curves, checkpoints } = held;
      for (const [slot, checkpoint] of checkpoints) {
        if (slot !== LAST) await this.storage.save({ record, curves, checkpoint, milestone: slot });
      }
      await this.storage.save({ record, curves, checkpoint: last, milestone: null });
      await this.storage.change([id], { name: record.name, deletedAt: record.deletedAt });
      await this.memory.purge([id]);
    }
  }

  async change(ids: readonly string[], change: RecordChange): Promise<void> {
    await this.memory.change(ids, change);
    await this.attempt(() => this.storage.change(ids, change), undefined);
  }

  async purge(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.memory.purge(ids);
    await this.attempt(() => this.storage.purge(ids), undefined);
  }

  /** Lets the oldest runs without a name go until the limits hold. Returns how many went. */
  async tidy(spared: ReadonlySet<string>): Promise<number> {
    const records = readable(await this.attempt(() => this.storage.all(), []));
    const excess = excessRuns(records, spared, await this.budget());
    await this.purge(excess);
    return excess.length;
  }

  /** Removes for good what was deleted a while ago. */
  async purgeDeleted(now = Date.now()): Promise<void> {
    const records = readable(await this.attempt(() => this.storage.all(), []));
    await this.purge(
      records.filter(({ deletedAt }) => deletedAt !== null && now - deletedAt > UNDO_MS).map(({ id }) => id),
    );
  }

  private async attempt<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      reportStorage('runs', error);
      return otherwise;
    }
  }
}

function readable(records: readonly unknown[]): RunRecord[] {
  return records.flatMap((record) => runRecordSchema.safeParse(record).data ?? []);
}

/** Half of what the browser allows, when it tells, and never more than the limit. */
async function browserBudget(): Promise<number> {
  const { quota } = await (globalThis.navigator?.storage?.estimate?.() ?? Promise.resolve({ quota: undefined })).catch(
    () => ({ quota: undefined }),
  );
  return Math.min(LIMITS.bytes, quota ? quota / 2 : LIMITS.bytes);
}

export const runArchive = new RunArchive(databaseTables, new MemoryTables(), browserBudget);
