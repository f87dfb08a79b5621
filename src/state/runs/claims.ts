/**
 * Which tab has which run open. A run belongs to one tab at a time, so that two tabs never write over one another; the
 * browser gives a claim back when the tab closes, however that happens.
 */
export interface Claims {
  /** Claims a run for this tab, waiting up to `patience` milliseconds; null when another tab has it. */
  claim(id: string, patience: number): Promise<Claim | null>;
  /** Ids of the runs that are open in any tab. */
  held(): Promise<ReadonlySet<string>>;
}
export interface Claim {
  release(): void;
}

const PREFIX = 'chainrule/run/';
const free: Claim = { release: () => undefined };

/** By the browser's locks. Where there are none (pages without https), every run counts as free. */
export const tabClaims: Claims = {
  claim: async (id, patience) => {
    const locks = globalThis.navigator?.locks;
    if (!locks) return free;
    try {
      return await new Promise<Claim | null>((resolve, reject) => {
        const options: LockOptions = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
        const held = (lock: Lock | null) => {
          if (!lock) return resolve(null);
          return new Promise<void>((release) => resolve({ release }));
        };
        locks.request(PREFIX + id, options, held).catch(reject);
      });
    } catch (error) {
      const waited = error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');
      // Locks that are refused altogether (some embedded pages) are as good as none.
      return waited ? null : free;
    }
  },

  held: async () => {
    try {
      const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
      const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PREFIX));
      return new Set(names.map((name) => name.slice(PREFIX.length)));
    } catch {
      return new Set();
    }
  },
};
