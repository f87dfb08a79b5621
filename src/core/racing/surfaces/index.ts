/** The registry of surfaces. Adding one is one definition and one line here. */
import { GraphError } from '../../ops/types';
import { type ReadSurface, readSurface } from '../ownSurface';
import type { SurfaceDefinition, SurfaceSpec } from '../types';
import { plateau, saddle } from './flats';
import { ackley, himmelblau, rastrigin } from './manyMinima';
import { bowl, noisyRavine, ravine } from './quadratics';
import { linearRegression, logisticRegression } from './regressions';
import { type Surface, surfaceFrom } from './surface';
import { beale, rosenbrock } from './valleys';

export { COORDINATES, type Hessian, type Surface } from './surface';

/** In the order in which they are offered: from what is easy to what is not, then the models. */
export const SURFACES: Readonly<Record<string, SurfaceDefinition>> = Object.fromEntries(
  [
    bowl,
    ravine,
    noisyRavine,
    saddle,
    plateau,
    rosenbrock,
    beale,
    himmelblau,
    rastrigin,
    ackley,
    linearRegression,
    logisticRegression,
  ].map((surface) => [surface.kind, surface]),
);

const compiled = new Map<string, Surface>();
/** The own function that was read last: it is asked for again and again. */
let own: { key: string; read: ReadSurface } | null = null;

/**
 * The surface of a race, ready to be computed; asked for again, the same one.
 * @throws GraphError `unknownSurface` for a kind that is not there; for an own function that cannot be read, the fault's
 *   code with `position` and `length` among the params.
 */
export function surfaceOf(spec: SurfaceSpec): Surface {
  if (spec.kind === 'own' && 'text' in spec) {
    const key = JSON.stringify(spec);
    if (own?.key !== key) own = { key, read: readSurface(spec.text, spec.window) };
    const { read } = own;
    if ('surface' in read) return read.surface;
    const { code, position, length, params } = read.fault;
    throw new GraphError(code, { ...params, position, length });
  }
  const definition = Object.hasOwn(SURFACES, spec.kind) ? SURFACES[spec.kind] : undefined;
  if (!definition) throw new GraphError('unknownSurface', { surface: spec.kind });
  let surface = compiled.get(spec.kind);
  if (!surface) {
    surface = surfaceFrom(definition);
    compiled.set(spec.kind, surface);
  }
  return surface;
}
