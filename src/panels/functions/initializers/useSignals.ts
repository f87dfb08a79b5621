/** The signals of all that is shown, computed a layer at a time between frames; what changes starts them anew. */
import { useEffect, useState } from 'react';
import { type Signal, type SignalSetup, signalThrough } from '../model/initializers';

/** Longest stretch of work before the page gets a turn. */
const TURN_MS = 12;
const kept = new Map<string, Signal>();

export function useSignals(setups: readonly SignalSetup[]): ReadonlyMap<string, Signal> {
  const key = JSON.stringify(setups);
  const [signals, setSignals] = useState<ReadonlyMap<string, Signal>>(new Map());
  useEffect(() => {
    const wanted = JSON.parse(key) as SignalSetup[];
    const found = new Map<string, Signal>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let at = 0;
    let run: Generator<void, Signal> | null = null;
    const work = () => {
      const end = performance.now() + TURN_MS;
      while (at < wanted.length && performance.now() < end) {
        const name = JSON.stringify(wanted[at]);
        const known = kept.get(name);
        run ??= known ? null : signalThrough(wanted[at]);
        const step = run?.next();
        if (step && !step.done) continue;
        const signal = known ?? (step?.value as Signal);
        if (kept.size > 60) kept.clear();
        kept.set(name, signal);
        found.set(wanted[at].kind, signal);
        run = null;
        at++;
      }
      if (at < wanted.length) timer = setTimeout(work, 0);
      else setSignals(found);
    };
    // After the picture that asked for it has been drawn.
    timer = setTimeout(work, 30);
    return () => clearTimeout(timer);
  }, [key]);
  return signals;
}
