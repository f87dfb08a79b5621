/**
 * What the chosen preprocessing has measured: that of the run, or, while the run still has another one, what the engine
 * says it would be, so that it can be seen before anything is reset.
 */
import { useEffect, useState } from 'react';
import type { Fitted, PreprocessingSpec } from '@/core/preprocessing';
import { runActions, useRun } from '@/state';

/** Null while it is being worked out. */
export function useFitted(spec: PreprocessingSpec | null): Fitted | null {
  const ofRun = useRun((state) => state.preprocessing);
  const dirty = useRun((state) => state.dirty.includes('preprocessing'));
  // An untrained run is built again by itself, and brings what it has fitted.
  const trained = useRun((state) => state.status !== 'ready' && state.status !== 'building' && state.progress !== null);
  const key = spec === null ? '' : JSON.stringify(spec);
  const [asked, setAsked] = useState<{ key: string; fitted: Fitted } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the settings.
  useEffect(() => {
    if (spec === null || !dirty || !trained) return;
    let wanted = true;
    runActions.fit(spec).then(
      (fitted) => wanted && setAsked({ key, fitted }),
      // The run has gone meanwhile; the next one brings its own.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [key, dirty, trained]);
  if (spec === null) return null;
  if (dirty) return asked?.key === key ? asked.fitted : null;
  return ofRun?.kind === spec.kind ? ofRun : null;
}
