/**
 * The registry of initializers, where training starts, and how a layer's setting names one: by its name, or as
 * `{ kind, …settings }`. Adding an initializer is one definition and one line here.
 */
import { z } from 'zod';
import { sizeOf } from '../graph/shape';
import type { Graph, Shape } from '../graph/types';
import { GraphError } from '../ops/types';
import type { RandomKey } from '../random';
import { settingAt } from '../settingAt';
import { constant, identity, ones, zeros } from './constant';
import { orthogonal } from './orthogonal';
import { randomNormal, randomUniform, truncatedNormal } from './random';
import { scaled } from './scaled';
import type { InitializerDefinition } from './types';
import { values } from './values';

export { fansOf } from './fans';
export type { Distribution, Fans, InitializerDefinition } from './types';

export const INITIALIZERS: Readonly<Record<string, InitializerDefinition>> = Object.fromEntries(
  [zeros, ones, constant, randomUniform, randomNormal, truncatedNormal, ...scaled, orthogonal, identity, values].map(
    (initializer) => [initializer.kind, initializer as unknown as InitializerDefinition],
  ),
);

/** An initializer as documents hold it. */
export type InitializerSpec = string | ({ kind: string } & Record<string, unknown>);

/** Looks an initializer up and checks its settings. @throws GraphError `unknownInitializer` or `initializerSetting`. */
export function initializerOf(spec: InitializerSpec) {
  const { kind, ...given } = typeof spec === 'string' ? { kind: spec } : spec;
  const definition = Object.hasOwn(INITIALIZERS, kind) ? INITIALIZERS[kind] : undefined;
  if (!definition) throw new GraphError('unknownInitializer', { initializer: kind });
  const parsed = definition.settings.safeParse(given);
  if (parsed.error) {
    throw new GraphError('initializerSetting', { initializer: kind, setting: settingAt(parsed.error) });
  }
  return { definition, settings: parsed.data as Record<string, unknown> };
}

/** Keras' name for the setting: `kernel` → `kernelInitializer`, `depthwiseKernel` → `depthwiseInitializer`. */
const settingOf = (weight: string) => `${weight.replace(/Kernel$/, '')}Initializer`;

/**
 * The initializer of the weight that a layer calls `weight`, settings filled in.
 * @throws GraphError as `initializerOf`, or `initializerShape` when it cannot fill a weight of this shape.
 */
export function initializerFor(
  spec: InitializerSpec,
  shape: Shape,
  weight: string,
): { kind: string } & Record<string, unknown> {
  const { definition, settings } = initializerOf(spec);
  const { kind } = definition;
  if (definition.fits && !definition.fits(shape, settings)) {
    const params = { initializer: kind, shape: `[${shape.join(', ')}]`, setting: settingOf(weight) };
    throw new GraphError('initializerShape', params);
  }
  return { ...settings, kind };
}

/** Whether the name alone says it all: every setting has a default. */
export const standsAlone = (kind: string): boolean => INITIALIZERS[kind].settings.safeParse({}).success;

const names = z.enum(Object.keys(INITIALIZERS).filter(standsAlone) as [string, ...string[]]);
const [first, ...others] = Object.values(INITIALIZERS).map(({ kind, settings }) =>
  settings.extend({ kind: z.literal(kind) }),
);
const setting = z.union([names, z.discriminatedUnion('kind', [first, ...others])]) as z.ZodType<
  InitializerSpec,
  InitializerSpec
>;

/** The schema of a layer's setting that names an initializer, or one with settings; `kind` when it is left out. */
export function initializerSetting(kind: string) {
  return setting.default(kind);
}

/** Initial weights by name, in float32 precision: what the engine starts from is exactly what is shown. */
export function initialWeights(graph: Graph, seed: number): Map<string, Float64Array> {
  return new Map(
    graph.weights.map(({ name, shape, initializer }) => {
      const { definition, settings } = initializerOf(initializer);
      const key: RandomKey = { seed, purpose: 'initial', layer: name, step: 0 };
      const values = definition.fill(new Float64Array(sizeOf(shape)), shape, settings, key);
      return [name, values.map(Math.fround)];
    }),
  );
}

/** The optimizer's state before the first update, in float32 precision, by `weightName/state`. */
export function initialStates(graph: Graph): Map<string, Float64Array> {
  return new Map(
    graph.states.map(({ name, shape, initial }) => [name, new Float64Array(sizeOf(shape)).fill(Math.fround(initial))]),
  );
}
