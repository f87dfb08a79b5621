/** Tells a person what is not kept, once, exactly, and when it is kept again. */

import { dismissCode, notify } from './runStore';
import { onStorageChange, type StorageState } from './storage';

/** Settings and runs fail within a moment of one another; one notice tells of both. */
const GATHER_MS = 400;

/** Worded as `errors:notice.<code>`. */
export type KeepingCode =
  | 'storageDenied'
  | 'storageFull'
  | 'settingsDenied'
  | 'settingsFull'
  | 'runsDenied'
  | 'runsFull';

/** What to say about a state of storage; null when everything is kept. */
export function keepingCode({ settings, runs }: StorageState): KeepingCode | null {
  if (settings && runs) return settings === 'denied' && runs === 'denied' ? 'storageDenied' : 'storageFull';
  if (settings) return settings === 'denied' ? 'settingsDenied' : 'settingsFull';
  if (runs) return runs === 'denied' ? 'runsDenied' : 'runsFull';
  return null;
}

/** Begins to tell. Returns the way to stop. */
export function followKeeping(): () => void {
  let told: KeepingCode | null = null;
  let latest: StorageState = { settings: null, runs: null };
  let timer: ReturnType<typeof setTimeout> | null = null;
  const tell = () => {
    timer = null;
    const code = keepingCode(latest);
    if (code === told) return;
    if (told) dismissCode(told);
    if (code) notify('warning', code);
    else notify('info', 'storageBack');
    told = code;
  };
  const stop = onStorageChange((state) => {
    latest = state;
    timer ??= setTimeout(tell, GATHER_MS);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
