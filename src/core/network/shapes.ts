/** Shapes along a network, also of one that cannot be built as a whole: as far as it goes. */
import { buildGraph } from '../graph/build';
import { sizeOf } from '../graph/shape';
import type { LayerInfo, Shape } from '../graph/types';
import { LAYERS } from '../layers';
import { GraphError } from '../ops/types';
import { INPUT } from './edits';
import type { LayerSpec, NetworkSpec } from './spec';

/** Any loss will do where only layers are looked at. */
const ANY_LOSS: NetworkSpec['loss'] = { kind: 'meanSquaredError' };

/**
 * Layers with their output shapes, from a network that has these only.
 * @throws GraphError of the first that cannot be built.
 */
export function layersOf(spec: NetworkSpec): readonly LayerInfo[] {
  return buildGraph({ ...spec, loss: ANY_LOSS }, { batchSize: 1, mode: 'inference' }).layers;
}

/** The layers before the first that cannot be built. */
export function builtLayers(spec: NetworkSpec): readonly LayerInfo[] {
  try {
    return layersOf(spec);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { layers } = spec;
    // A layer with the name of another one: the second is the one that is refused.
    const ids = layers.map(({ id }) => id);
    const broken =
      error.code === 'duplicateLayer'
        ? ids.findIndex((id, i) => id === INPUT || ids.indexOf(id) < i)
        : ids.indexOf(String(error.params.layer));
    return broken > 0 ? builtLayers({ ...spec, layers: layers.slice(0, broken) }) : [];
  }
}

/** Shapes of what a layer at this place can read, by name, nearest last: the input and the built layers before it. */
export function shapesBefore(spec: NetworkSpec, index: number): Map<string, Shape> {
  const built = builtLayers({ ...spec, layers: spec.layers.slice(0, index) });
  return new Map<string, Shape>([[INPUT, spec.input.shape], ...built.map((l) => [l.id, l.outputShape] as const)]);
}

/** What a layer put in at this place gives, or why it cannot be there. The layer may be several in a row. */
export function tryLayers(spec: NetworkSpec, index: number, layers: readonly LayerSpec[]): Shape | GraphError {
  try {
    const built = layersOf({ ...spec, layers: [...spec.layers.slice(0, index), ...layers] });
    return built[built.length - 1].outputShape;
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

const merging = new Map<string, boolean>();

/** Whether layers of a kind bring several paths together: their definition refuses a single input. */
export function isMerging(kind: string): boolean {
  const known = merging.get(kind);
  if (known !== undefined) return known;
  const definition = LAYERS[kind];
  const parsed = definition?.settings.safeParse({});
  let merges = false;
  if (definition && parsed?.success) {
    try {
      definition.weights(parsed.data, [[2]]);
    } catch (error) {
      merges = error instanceof GraphError && error.code === 'mergeInputs';
    }
  }
  merging.set(kind, merges);
  return merges;
}

/** The largest divisor of `n` that is at most `most`. */
export function divisorUpTo(n: number, most: number): number {
  for (let d = Math.min(n, Math.floor(most)); d > 1; d--) if (n % d === 0) return d;
  return 1;
}

/** A shape of the wanted rank with as many numbers: images and sequences keep their rows. */
export function reshapedTo(shape: Shape, rank: 1 | 2 | 3): number[] {
  if (rank === 1) return [sizeOf(shape)];
  if (shape.length === rank) return [...shape];
  if (rank === 2) return shape.length < 2 ? [sizeOf(shape), 1] : [shape[0], sizeOf(shape.slice(1))];
  if (shape.length === 2) return [...shape, 1];
  if (shape.length > 3) return [shape[0], shape[1], sizeOf(shape.slice(2))];
  // As square as it gets.
  const size = sizeOf(shape);
  const rows = divisorUpTo(size, Math.sqrt(size));
  return [rows, size / rows, 1];
}
