/** A view of maps with nothing to look at begins with a test image, so that there is something to see and to touch. */
import { useEffect } from 'react';
import { lookedAt, useRun } from '@/state';

export function useFirstLook(): void {
  const ready = useRun((state) => state.dataset.info !== null);
  useEffect(() => {
    // Without the image the view says that there is nothing to look at, and why is said elsewhere.
    if (ready) void lookedAt.begin().catch(() => undefined);
  }, [ready]);
}
