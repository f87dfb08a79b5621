/**
 * What the gallery says about saved work: a few numbers per template, small enough to read before the first paint. The
 * work itself is elsewhere (documentStore, runs).
 */
import { readStored, writeStored } from './storage';

export interface RecentWork {
  template: string;
  /** View that was open. */
  panel: string;
  savedAt: number;
  step: number;
  epoch: number;
  loss: number | null;
  accuracy: number | null;
}

const KEY = 'recent/1';

function isRecent(value: unknown): value is RecentWork {
  if (typeof value !== 'object' || value === null) return false;
  const work = value as Record<string, unknown>;
  return (
    typeof work.template === 'string' &&
    typeof work.panel === 'string' &&
    [work.savedAt, work.step, work.epoch].every((number) => typeof number === 'number')
  );
}

/** Saved work, latest first. */
export function recentWork(): RecentWork[] {
  const stored = readStored(KEY);
  if (!Array.isArray(stored)) return [];
  return stored.filter(isRecent).sort((a, b) => b.savedAt - a.savedAt);
}

/** Notes what changed about the work on one template. */
export function noteWork(template: string, change: Partial<Omit<RecentWork, 'template'>>): void {
  const all = recentWork();
  const before = all.find((work) => work.template === template);
  const blank = { panel: 'train', step: 0, epoch: 0, loss: null, accuracy: null };
  const work: RecentWork = { ...blank, ...before, ...change, template, savedAt: Date.now() };
  writeStored(KEY, [work, ...all.filter((other) => other.template !== template)]);
}
