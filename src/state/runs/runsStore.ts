/**
 * The kept runs as the screen shows them, and what can be done with them. The list is read anew when something was written,
 * here or in another tab, and only while somebody looks.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import { documentStore, type TemplateId } from '../documentStore';
import { notify } from '../runStore';
import { Throttle } from '../throttle';
import { type ListedRun, runArchive } from './archive';
import { tabClaims } from './claims';
import { watchRecords } from './database';
import type { RecorderEvents, WantedRun } from './recorder';
import { LAST, type RunCurves, type RunRecord } from './records';

/** At most so often the list is read again. */
const REFRESH_MS = 1000;

export interface RunsState {
  /** The latest first; null before they are read. */
  runs: ListedRun[] | null;
  /** Id of the run that this tab has open, kept or not. */
  open: string | null;
  /** Ids of runs that any tab has open. */
  held: ReadonlySet<string>;
  /** Ids of what was deleted last and can come back. */
  deleted: readonly string[];
  /** Bytes that the browser says are used and allowed for this page; null where it does not tell. */
  space: { usage: number; quota: number } | null;
  /** Whether the browser has promised not to clear the page's storage by itself. */
  persistent: boolean;
}

export const useRuns = create<RunsState>()(() => ({
  runs: null,
  open: null,
  held: new Set(),
  deleted: [],
  space: null,
  persistent: false,
}));

let looking = 0;
const refresher = new Throttle(() => void refresh(), REFRESH_MS);
const refreshSoon = () => {
  if (looking > 0) refresher.request();
};

async function refresh(): Promise<void> {
  const [runs, held] = await Promise.all([runArchive.list(), tabClaims.held()]);
  const { storage } = globalThis.navigator ?? {};
  const estimate = await storage?.estimate?.().catch(() => null);
  const persistent = (await storage?.persisted?.().catch(() => false)) ?? false;
  const space = estimate?.quota ? { usage: estimate.usage ?? 0, quota: estimate.quota } : null;
  const { runs: before } = useRuns.getState();
  const same = before?.length === runs.length && before.every((run, index) => run === runs[index]);
  useRuns.setState({ runs: same ? before : runs, held, space, persistent });
}

export const recorderEvents: RecorderEvents = {
  opened: (open) => {
    useRuns.setState({ open });
    refreshSoon();
  },
  saved: refreshSoon,
  dropped: (count) => notify('info', 'runsDropped', { count }),
};

/** Keeps the list up to date for as long as the caller is on screen. */
export function useRunList(): ListedRun[] | null {
  useEffect(() => {
    looking++;
    if (looking === 1) void runArchive.purgeDeleted().then(refresh);
    const stop = watchRecords(refreshSoon);
    // Another tab may have opened or closed a run without writing.
    window.addEventListener('focus', refreshSoon);
    return () => {
      looking--;
      stop();
      window.removeEventListener('focus', refreshSoon);
    };
  }, []);
  return useRuns((state) => state.runs);
}

/** What the run's controller does; given, since it knows this file already. */
interface OpenRunLinks {
  openRun(template: TemplateId, wanted: WantedRun): Promise<void>;
  runDeleted(): void;
  play(): void;
}

export function runLibrary(controller: OpenRunLinks) {
  return {
    /**
     * Opens a run where it stands, or a copy of it from an earlier checkpoint; with `play` it trains on. It is there once
     * the view of its template is shown, which is up to the caller.
     */
    open({ id, template }: Pick<RunRecord, 'id' | 'template'>, { slot, play }: Omit<WantedRun, 'id'>): void {
      if (!documentStore.isTemplate(template)) return;
      // The run at hand goes on as it is.
      if (id !== useRuns.getState().open || slot !== LAST) void controller.openRun(template, { id, slot, play });
      else if (play) controller.play();
    },

    /** Names a run; without a name it is called by its number again. Asks the browser not to clear what has a name. */
    async rename(id: string, name: string): Promise<void> {
      const text = name.trim().slice(0, 120);
      await runArchive.change([id], { name: text === '' ? null : text });
      await refresh();
      if (text !== '') {
        const persistent = await globalThis.navigator?.storage?.persist?.().catch(() => false);
        useRuns.setState({ persistent: persistent ?? false });
      }
    },

    /** Deletes runs; `undelete` brings them back until `forget` is called or others are deleted. */
    async remove(ids: readonly string[]): Promise<void> {
      const { open, deleted } = useRuns.getState();
      await runArchive.purge(deleted);
      if (open !== null && ids.includes(open)) controller.runDeleted();
      await runArchive.change(ids, { deletedAt: Date.now() });
      useRuns.setState({ deleted: ids });
      await refresh();
    },

    async undelete(): Promise<void> {
      await runArchive.change(useRuns.getState().deleted, { deletedAt: null });
      useRuns.setState({ deleted: [] });
      await refresh();
    },

    /** What was deleted last is gone for good. */
    async forget(): Promise<void> {
      const { deleted } = useRuns.getState();
      useRuns.setState({ deleted: [] });
      await runArchive.purge(deleted);
    },

    /** Curves of a kept run; null when they are not there. */
    curves: (id: string): Promise<RunCurves | null> => runArchive.curves(id),
  };
}
