/**
 * Small values that survive a reload, in localStorage. Storage may be denied (private windows, embedded pages) or full:
 * then everything works and is forgotten at the end, and whoever listens is told once what is not kept.
 */
export type StorageProblem = 'denied' | 'full';

type Listener = (problem: StorageProblem) => void;
const listeners = new Set<Listener>();
let reported: StorageProblem | null = null;

/** Calls `listener` at the first failure; at once if one has already happened. Returns the way to stop listening. */
export function onStorageProblem(listener: Listener): () => void {
  listeners.add(listener);
  if (reported) listener(reported);
  return () => listeners.delete(listener);
}

/** Reports a failure found elsewhere (IndexedDB), so that all of them end in one notice. */
export function reportStorageProblem(error: unknown): void {
  const full = error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
  if (reported) return;
  reported = full ? 'full' : 'denied';
  for (const listener of listeners) listener(reported);
}

const PREFIX = 'chainrule/';

/** The JSON value kept under `key`, or null when there is none or it cannot be read. */
export function readStored(key: string): unknown {
  try {
    const text = globalThis.localStorage?.getItem(PREFIX + key);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Keeps a JSON value under `key`. Failure is reported, never thrown. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (!globalThis.localStorage) throw new Error('no storage');
    globalThis.localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch (error) {
    reportStorageProblem(error);
    return false;
  }
}

export function removeStored(key: string): void {
  try {
    globalThis.localStorage?.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept, so nothing needs to go.
  }
}
