/**
 * Changes to the layers of a network: add, remove, move, duplicate, rename, connect. Each takes a network and gives
 * another; whether it can be built is `validate.ts`' affair.
 *
 * A layer that names the layer before it goes on reading the layer before it, whichever that becomes: an Add that reads a
 * block's input and its last layer reads the new last layer when one is put in between.
 */
import type { LayerSpec, NetworkSpec } from './spec';

/** Name of the network's input among what layers read. */
export const INPUT = 'input';

/** Stands for "the layer before" while layers change places; no id, since those begin with a letter. */
const BEFORE = '<';

const before = (layers: readonly LayerSpec[], index: number): string => (index === 0 ? INPUT : layers[index - 1].id);

/** What a layer reads: `inputs`, or the layer before it. */
export const readsOf = ({ layers }: NetworkSpec, index: number): readonly string[] =>
  layers[index].inputs ?? [before(layers, index)];

/** Whether a layer reads something else than the layer before it. */
export const readsElsewhere = (spec: NetworkSpec, index: number): boolean => {
  const reads = readsOf(spec, index);
  return reads.length !== 1 || reads[0] !== before(spec.layers, index);
};

/** Changes the list of layers, with "the layer before" kept as such. */
function rearranged(spec: NetworkSpec, change: (layers: LayerSpec[]) => LayerSpec[]): NetworkSpec {
  const replaced = (layers: readonly LayerSpec[], old: (i: number) => string, next: (i: number) => string) =>
    layers.map((layer, i) =>
      layer.inputs ? { ...layer, inputs: layer.inputs.map((id) => (id === old(i) ? next(i) : id)) } : layer,
    );
  const lifted = replaced(
    spec.layers,
    (i) => before(spec.layers, i),
    () => BEFORE,
  );
  const changed = change(lifted);
  return {
    ...spec,
    layers: replaced(
      changed,
      () => BEFORE,
      (i) => before(changed, i),
    ),
  };
}

/** Puts layers in at a place, 0 for the first. */
export const insertLayers = (spec: NetworkSpec, index: number, layers: readonly LayerSpec[]): NetworkSpec =>
  rearranged(spec, (old) => [...old.slice(0, index), ...layers, ...old.slice(index)]);

/** Takes a layer away. Layers further on that read it by name still do, which `validateNetwork` says and mends. */
export const removeLayer = (spec: NetworkSpec, id: string): NetworkSpec =>
  rearranged(spec, (layers) => layers.filter((layer) => layer.id !== id));

/** Moves a layer to a place among the others, counted without it. */
export function moveLayer(spec: NetworkSpec, id: string, index: number): NetworkSpec {
  return rearranged(spec, (layers) => {
    const moving = layers.filter((layer) => layer.id === id);
    const others = layers.filter((layer) => layer.id !== id);
    return [...others.slice(0, index), ...moving, ...others.slice(index)];
  });
}

/** Puts a copy behind a layer; it has a name of its own and, like the layer, reads what is before it. */
export function duplicateLayer(spec: NetworkSpec, id: string): { network: NetworkSpec; id: string } {
  const copy = freshId(spec, id);
  const network = rearranged(spec, (layers) =>
    layers.flatMap((layer) => (layer.id === id ? [layer, { ...layer, id: copy }] : [layer])),
  );
  return { network, id: copy };
}

/** Gives a layer another name, and with it everything that reads it. */
export const renameLayer = (spec: NetworkSpec, id: string, name: string): NetworkSpec => ({
  ...spec,
  layers: spec.layers.map((layer) => ({
    ...layer,
    id: layer.id === id ? name : layer.id,
    ...(layer.inputs && { inputs: layer.inputs.map((read) => (read === id ? name : read)) }),
  })),
});

/** Lets a layer read others; just the layer before it needs no `inputs`. */
export function connectLayer(spec: NetworkSpec, id: string, reads: readonly string[]): NetworkSpec {
  return {
    ...spec,
    layers: spec.layers.map((layer, i) => {
      if (layer.id !== id) return layer;
      const { inputs: _old, ...rest } = layer;
      const plain = reads.length === 1 && reads[0] === before(spec.layers, i);
      return (plain ? rest : { ...rest, inputs: [...reads] }) as LayerSpec;
    }),
  };
}

/** Changes settings of a layer; undefined takes one away, so that its default counts. */
export function changeLayer(spec: NetworkSpec, id: string, change: Readonly<Record<string, unknown>>): NetworkSpec {
  const changed = (layer: LayerSpec) =>
    Object.fromEntries(Object.entries({ ...layer, ...change }).filter(([, value]) => value !== undefined));
  return { ...spec, layers: spec.layers.map((layer) => (layer.id === id ? (changed(layer) as LayerSpec) : layer)) };
}

/** What a layer of a kind is called by default: short where there is a usual short name. */
const SHORT: Readonly<Record<string, string>> = {
  conv1d: 'conv',
  conv2d: 'conv',
  depthwiseConv2d: 'depthwise',
  separableConv2d: 'separable',
  conv2dTranspose: 'transpose',
  maxPooling1d: 'pool',
  maxPooling2d: 'pool',
  averagePooling1d: 'pool',
  averagePooling2d: 'pool',
  globalMaxPooling1d: 'globalPool',
  globalMaxPooling2d: 'globalPool',
  globalAveragePooling1d: 'globalPool',
  globalAveragePooling2d: 'globalPool',
  upSampling2d: 'up',
  zeroPadding2d: 'pad',
  batchNormalization: 'bn',
  layerNormalization: 'ln',
  groupNormalization: 'gn',
  spatialDropout1d: 'dropout',
  spatialDropout2d: 'dropout',
  gaussianNoise: 'noise',
  concatenate: 'concat',
};

/** The first name of this kind that is free: conv3, dense2; @param also names that are about to be taken. */
export function layerName(spec: NetworkSpec, kind: string, also: readonly string[] = []): string {
  return freshId(spec, `${SHORT[kind] ?? kind}1`, also);
}

/** The name, with the first number behind it that is free and not below its own. */
export function freshId(spec: NetworkSpec, name: string, also: readonly string[] = []): string {
  const taken = new Set([INPUT, ...spec.layers.map(({ id }) => id), ...also]);
  if (!taken.has(name)) return name;
  const [, base, number] = /^(.*?)(\d*)$/.exec(name)!;
  // Ids have at most 64 characters.
  const stem = base.slice(0, 56);
  for (let n = Math.max(2, Number(number)); ; n++) {
    if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
  }
}

/** Why a layer cannot be called this, or null. */
export function nameProblem(spec: NetworkSpec, id: string, name: string): 'pattern' | 'taken' | 'long' | null {
  if (name.length > 64) return 'long';
  if (!/^[A-Za-z][\w-]*$/.test(name)) return 'pattern';
  return name !== id && (name === INPUT || spec.layers.some((layer) => layer.id === name)) ? 'taken' : null;
}
