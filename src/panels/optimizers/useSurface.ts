/** The surface that a race was run on, ready to be computed; null while there is no race. */
import { useMemo } from 'react';
import { type Surface, surfaceOf } from '@/core/racing/surfaces';
import type { Race } from '@/core/racing/types';

export function useSurface(race: Race | null): Surface | null {
  const surface = race?.spec.surface;
  return useMemo(() => (surface === undefined ? null : surfaceOf(surface)), [surface]);
}
