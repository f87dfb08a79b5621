/**
 * Small values that survive a reload, in localStorage, or in sessionStorage where they belong to one tab. Storage may be
 * denied (private windows, embedded pages) or full: then everything works and is forgotten at the end, and whoever
 * listens is told what is not kept, and when it is kept again.
 */
export type StorageProblem = 'denied' | 'full';
/** `settings`: documents and preferences. `runs`: weights and curves. */
export type StorageArea = 'settings' | 'runs';
export type StorageState = Readonly<Record<StorageArea, StorageProblem | null>>;

type Listener = (state: StorageState) => void;
const listeners = new Set<Listener>();
let state: StorageState = { settings: null, runs: null };

export const storageState = (): StorageState => state;

/** Calls `listener` whenever it changes what is not kept; at once if something already is not. Returns how to stop. */
export function onStorageChange(listener: Listener): () => void {
  listeners.add(listener);
  if (state.settings || state.runs) listener(state);
  return () => listeners.delete(listener);
}

function isFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, inner } = error as { name?: unknown; message?: unknown; inner?: unknown };
  return /quota/i.test(`${name} ${message}`) || (inner !== undefined && inner !== error && isFull(inner));
}

/** Reports why something of an area could not be kept, or with `null` that it was. */
export function reportStorage(area: StorageArea, error: unknown): void {
  const problem = error === null ? null : isFull(error) ? 'full' : 'denied';
  if (state[area] === problem) return;
  state = { ...state, [area]: problem };
  for (const listener of listeners) listener(state);
}

const PREFIX = 'chainrule/';

function read(storage: () => Storage | undefined, key: string): unknown {
  try {
    const text = storage()?.getItem(PREFIX + key);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

const lasting = () => globalThis.localStorage;
const ofTab = () => globalThis.sessionStorage;

/** The JSON value kept under `key`, or null when there is none or it cannot be read. */
export const readStored = (key: string): unknown => read(lasting, key);

/** Keeps a JSON value under `key`. Failure is reported, never thrown. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (!lasting()) throw new Error('no storage');
    lasting().setItem(PREFIX + key, JSON.stringify(value));
    reportStorage('settings', null);
    return true;
  } catch (error) {
    reportStorage('settings', error);
    return false;
  }
}

export function removeStored(key: string): void {
  try {
    lasting()?.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept, so nothing needs to go.
  }
}

/** As `readStored`, of this tab alone: it survives a reload, not the tab. */
export const readTab = (key: string): unknown => read(ofTab, key);

/** As `writeStored`, of this tab alone. What cannot be kept is no loss worth telling. */
export function writeTab(key: string, value: unknown): void {
  try {
    ofTab()?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A reload will find what is kept for all tabs.
  }
}

export function removeTab(key: string): void {
  try {
    ofTab()?.removeItem(PREFIX + key);
  } catch {
    // As above.
  }
}
