/** When something was, in words that are renewed often enough for “two minutes ago”. Nothing else is drawn anew for it. */
import { useSyncExternalStore } from 'react';
import { useNumbers } from '../words';

const MS = 20_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const tell of listeners) tell();
    }, MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

export function When({ time }: { time: number }) {
  const write = useNumbers();
  const present = useSyncExternalStore(subscribe, () => now);
  return (
    <time dateTime={new Date(time).toISOString()} title={write.moment(time)}>
      {write.when(time, Math.max(time, present))}
    </time>
  );
}
