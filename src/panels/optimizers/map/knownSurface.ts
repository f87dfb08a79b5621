/** A surface to be computed, if it can be: what is being typed may not be readable. */
import { type Surface, surfaceOf } from '@/core/racing/surfaces';
import type { SurfaceSpec } from '@/core/racing/types';

export function knownSurface(spec: SurfaceSpec): Surface | null {
  try {
    return surfaceOf(spec);
  } catch {
    return null;
  }
}
