/**
 * Who looks at what is looked at: views say which layers' outputs and which weights they show, and the engine is asked
 * for all of them together. While nobody shows anything, or the page is hidden, it is asked for nothing.
 */
import { useEffect } from 'react';
import type { Watch } from '@/engine/protocol';
import { documentStore } from './documentStore';
import { useLookedAt } from './lookedAt';
import { runActions } from './runActions';
import { clearWatched } from './watched';

/** Snapshots a second at most: a few more than are promised, as they wait for a gap between two operations. */
const PER_SECOND = 12;

export interface Demand {
  /** Ids of layers. */
  layers: readonly string[];
  /** Names of weights, `layer/kernel`. */
  weights: readonly string[];
}

const demands = new Set<Demand>();
let asked: Watch | null = null;
let waiting = false;

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];

/**
 * What to ask the engine for, given who wants what; null for nothing.
 * @param blank what the network gets where there is no input: weights do not depend on it, and can be seen all the same.
 */
export function watchFor(
  wanted: Iterable<Demand>,
  input: Float32Array | null,
  hidden: boolean,
  blank: Float32Array | null = null,
): Watch | null {
  const all = [...wanted];
  if (all.length === 0 || hidden) return null;
  if (input === null) {
    const weights = union(all.map((demand) => demand.weights));
    return blank && weights.length > 0 ? { input: blank, layers: [], weights, perSecond: PER_SECOND } : null;
  }
  const layers = union(all.map((demand) => demand.layers));
  return { input, layers, weights: union(all.map(({ weights }) => weights)), perSecond: PER_SECOND };
}

function same(a: Watch | null, b: Watch | null): boolean {
  if (a === null || b === null) return a === b;
  return a.input === b.input && a.layers.join() === b.layers.join() && a.weights.join() === b.weights.join();
}

let nothing = new Float32Array(0);
/** An empty image of the network's size, the same one as long as it fits. */
function blankInput(): Float32Array | null {
  const { document } = documentStore.getState();
  if (!document) return null;
  const size = document.network.input.shape.reduce((product, length) => product * length, 1);
  if (nothing.length !== size) nothing = new Float32Array(size);
  return nothing;
}

/** Several changes at once make one request. */
function update(): void {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    const { input } = useLookedAt.getState();
    if (input === null) clearWatched();
    const next = watchFor(demands, input, document.hidden, blankInput());
    if (same(next, asked)) return;
    asked = next;
    runActions.watch(next);
  });
}

/** Has these watched until the function it returns is called. */
export function demandWatch(demand: Demand): () => void {
  if (demands.size === 0) document.addEventListener('visibilitychange', update);
  demands.add(demand);
  update();
  return () => {
    demands.delete(demand);
    if (demands.size === 0) document.removeEventListener('visibilitychange', update);
    update();
  };
}

/**
 * Has these watched while the component is on screen; the snapshots are in `useWatched`.
 * @param layers ids, joined with spaces. @param weights names, joined with spaces.
 */
export function useWatch(layers: string, weights = ''): void {
  useEffect(() => {
    const words = (list: string) => list.split(' ').filter(Boolean);
    return demandWatch({ layers: words(layers), weights: words(weights) });
  }, [layers, weights]);
}

useLookedAt.subscribe((state, before) => {
  if (state.input !== before.input && demands.size > 0) update();
});
