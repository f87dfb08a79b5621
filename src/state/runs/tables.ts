/** Where runs are: what a store of them has to do, and one in memory, which holds them while nothing can be kept. */
import type { Checkpoint } from '@/engine/protocol';
import { LAST, type LoadedRun, type RunCurves, type RunRecord, type SavedRun } from './records';

/** What can be changed about a run without training it. */
export type RecordChange = Partial<Pick<RunRecord, 'name' | 'deletedAt'>>;

export interface RunTables {
  /** All records, unchecked and in no order. */
  all(): Promise<unknown[]>;
  /** A run with the checkpoint in `slot`; null when either is not there. The record is unchecked. */
  load(id: string, slot: string): Promise<LoadedRun | null>;
  curves(id: string): Promise<RunCurves | null>;
  /**
   * Writes a run, all of it or nothing, and removes the checkpoints its record does not name any more. What `RecordChange`
   * changes stays as it is stored.
   */
  save(run: SavedRun): Promise<void>;
  change(ids: readonly string[], change: RecordChange): Promise<void>;
  purge(ids: readonly string[]): Promise<void>;
}

/** A record about to be written over `before`, without undoing what a person changed meanwhile. */
export function merged(record: RunRecord, before: RunRecord | undefined): RunRecord {
  return before ? { ...record, name: before.name, number: before.number, deletedAt: before.deletedAt } : record;
}

interface Entry {
  record: RunRecord;
  curves: RunCurves;
  checkpoints: Map<string, Checkpoint>;
}

export class MemoryTables implements RunTables {
  private readonly entries = new Map<string, Entry>();

  /** All of a run that is held here. */
  entry(id: string): Readonly<Entry> | undefined {
    return this.entries.get(id);
  }

  all = async () => [...this.entries.values()].map(({ record }) => record);

  load: RunTables['load'] = async (id, slot) => {
    const entry = this.entries.get(id);
    const checkpoint = entry?.checkpoints.get(slot);
    return entry && checkpoint ? { record: entry.record, curves: entry.curves, checkpoint } : null;
  };

  curves: RunTables['curves'] = async (id) => this.entries.get(id)?.curves ?? null;

  save: RunTables['save'] = async ({ record, curves, checkpoint, milestone }) => {
    const before = this.entries.get(record.id);
    const checkpoints = before?.checkpoints ?? new Map<string, Checkpoint>();
    checkpoints.set(LAST, checkpoint);
    if (milestone !== null) checkpoints.set(milestone, checkpoint);
    const named = new Set(record.checkpoints.map(({ slot }) => slot));
    for (const slot of checkpoints.keys()) if (!named.has(slot)) checkpoints.delete(slot);
    this.entries.set(record.id, { record: merged(record, before?.record), curves, checkpoints });
  };

  change: RunTables['change'] = async (ids, change) => {
    for (const id of ids) {
      const entry = this.entries.get(id);
      if (entry) entry.record = { ...entry.record, ...change };
    }
  };

  purge: RunTables['purge'] = async (ids) => {
    for (const id of ids) this.entries.delete(id);
  };
}
