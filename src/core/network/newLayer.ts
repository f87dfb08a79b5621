/**
 * A new layer with settings that fit where it is put: no kernel larger than its image, groups that divide the channels,
 * an earlier layer of the same shape to add to. Kinds that cannot follow there say why, and which layer in front of
 * them would help.
 */
import { broadcastShapes, sameShape } from '../graph/shape';
import type { Shape } from '../graph/types';
import { GraphError } from '../ops/types';
import { freshId, INPUT, insertLayers, layerName } from './edits';
import { knows } from './settings';
import { divisorUpTo, isMerging, reshapedTo, shapesBefore, tryLayers } from './shapes';
import type { LayerSpec, NetworkSpec } from './spec';
import type { Task } from './task';

type Settings = Record<string, unknown>;

/** The same number for rows and columns where that fits. */
const asPair = (rows: number, columns: number) => (rows === columns ? rows : [rows, columns]);

/** Windows no larger than what they slide over: of an image or a sequence. */
function window(kind: string, shape: Shape, size: number): unknown {
  const [rows, columns = rows] = shape.map((n) => Math.max(1, Math.min(size, n)));
  return kind.endsWith('1d') ? rows : asPair(rows, columns);
}

/** Filters where nothing says how many: as many as there are channels already. */
const filtersFor = (channels: number) => (channels >= 4 ? Math.min(channels, 512) : 16);

/**
 * Settings of a new layer that reads this shape (without the batch). They are what one would begin with: convolutions
 * that keep the image's size, a pool of 2, the shape and the axes as they are.
 */
export function settingsFor(kind: string, shape: Shape, task?: Task | null): Settings {
  const channels = shape[shape.length - 1] ?? 1;
  const kernel = { kernelSize: window(kind, shape, 3), padding: 'same' };
  const convolution = { filters: filtersFor(channels), ...kernel, activation: 'relu' };
  const pool = { poolSize: window(kind, shape, 2) };
  const all: Readonly<Record<string, Settings>> = {
    dense: { units: 64, activation: 'relu' },
    conv1d: convolution,
    conv2d: convolution,
    depthwiseConv2d: { ...kernel, activation: 'relu' },
    separableConv2d: convolution,
    conv2dTranspose: { ...convolution, strides: 2 },
    maxPooling1d: pool,
    maxPooling2d: pool,
    averagePooling1d: pool,
    averagePooling2d: pool,
    activation: { activation: 'relu' },
    // With Keras' default of 0.99 the moving statistics are still near their start after hundreds of batches.
    batchNormalization: { momentum: 0.9 },
    groupNormalization: { groups: divisorUpTo(channels, Math.min(8, Math.max(1, channels / 2))) },
    dropout: { rate: 0.25 },
    spatialDropout1d: { rate: 0.1 },
    spatialDropout2d: { rate: 0.1 },
    gaussianNoise: { stddev: 0.1 },
    // One slope a channel: one a pixel would be many.
    prelu: shape.length > 1 ? { sharedAxes: shape.slice(0, -1).map((_, axis) => axis + 1) } : {},
    reshape: { targetShape: [...shape] },
    permute: { dims: shape.map((_, axis) => (shape.length > 1 && axis < 2 ? 2 - axis : axis + 1)) },
    zeroPadding2d: { padding: 1 },
    upSampling2d: { size: 2 },
    embedding: { inputDim: task?.indices ?? 2, outputDim: 8 },
  };
  return Object.fromEntries(Object.entries(all[kind] ?? {}).filter(([name]) => knows(kind, name)));
}

/** Whether two shapes can be brought together by a merging layer of this kind, as it is by default. */
export function merges(kind: string, a: Shape, b: Shape): boolean {
  if (a.length !== b.length || a.length === 0) return false;
  if (kind === 'concatenate') return a.slice(0, -1).every((n, axis) => n === b[axis]);
  if (kind === 'dot') return a[a.length - 1] === b[b.length - 1];
  return broadcastShapes(a, b) !== null;
}

/**
 * What a merging layer put in at this place could read beside the layer before it, nearest first. Where blocks are
 * stacked, the one that begins the block comes before all: the last merging layer, or else the first of this shape.
 */
export function partnersOf(spec: NetworkSpec, index: number, kind: string): string[] {
  const shapes = shapesBefore(spec, index);
  const main = index === 0 ? INPUT : spec.layers[index - 1].id;
  const shape = shapes.get(main);
  if (!shape) return [];
  const fitting = [...shapes].filter(([id, other]) => id !== main && merges(kind, other, shape));
  // Broadcasting is the exception: layers of just this shape come first.
  const same = fitting.filter(([, other]) => sameShape(other, shape)).map(([id]) => id);
  const kinds = new Map(spec.layers.map((layer) => [layer.id, layer.kind]));
  const begin = same.findLast((id) => isMerging(kinds.get(id) ?? '')) ?? same.find((id) => id !== INPUT) ?? same[0];
  const nearest = [...same].reverse().filter((id) => id !== begin);
  const others = fitting.map(([id]) => id).filter((id) => !same.includes(id));
  return [...(begin === undefined ? [] : [begin]), ...nearest, ...others.reverse()];
}

/** What of a kind can be put in at a place. */
export interface Offer {
  kind: string;
  /** The new layer, behind those that make it fit; empty where nothing helps. */
  layers: readonly LayerSpec[];
  /** Kinds of the layers in front of it that make it fit. */
  helpers: readonly string[];
  /** Shape after the new layer; null where it cannot be put in. */
  shape: Shape | null;
  /** Why the kind alone cannot follow here; null where it can. */
  problem: { code: string; params: Record<string, string | number> } | null;
}

/** Rank of input that a refused layer needs. */
const RANKS: Readonly<Record<string, 1 | 2 | 3>> = { imageRank: 3, sequenceRank: 2, denseRank: 1 };

/** Why numbers that are no indices cannot be embedded here; null where they can. */
function indexProblem(spec: NetworkSpec, index: number, task: Task | null | undefined): Offer['problem'] {
  if (task && task.indices === null) return { code: 'noIndices', params: {} };
  // The layers before may only move the input's numbers, not compute with them.
  const moving = new Set(['flatten', 'reshape', 'permute']);
  const computed = spec.layers.slice(0, index).find(({ kind, inputs }) => inputs || !moving.has(kind));
  return computed ? { code: 'computedIndices', params: { layer: computed.id } } : null;
}

/** A kind of layer at a place of the network: as it would be put in there, with what has to stand in front of it. */
export function offerLayer(spec: NetworkSpec, index: number, kind: string, task?: Task | null): Offer {
  const main = index === 0 ? INPUT : spec.layers[index - 1].id;
  const from = shapesBefore(spec, index).get(main);
  const id = layerName(spec, kind);
  // Behind a layer that cannot be built itself, nothing is known of the shape.
  const shape = from ?? [];
  const alone: LayerSpec = { id, kind, ...settingsFor(kind, shape, task) };
  const refused = (problem: NonNullable<Offer['problem']>): Offer => ({
    kind,
    layers: [],
    helpers: [],
    shape: null,
    problem,
  });
  const fits = (layers: readonly LayerSpec[], given: Shape): Offer => ({
    kind,
    layers,
    helpers: layers.slice(0, -1).map((layer) => layer.kind),
    shape: given,
    problem: null,
  });
  if (kind === 'embedding') {
    const problem = indexProblem(spec, index, task);
    if (problem) return refused(problem);
  }
  if (!from) return { ...refused({ code: 'unknownShape', params: { layer: main } }), layers: [alone] };
  if (isMerging(kind)) {
    const [partner] = partnersOf(spec, index, kind);
    if (partner === undefined) return refused({ code: 'noPartner', params: { shape: from.join('×') } });
    const merging = [{ ...alone, inputs: [partner, main] }];
    const given = tryLayers(spec, index, merging);
    return given instanceof GraphError ? refused(given) : fits(merging, given);
  }
  const given = tryLayers(spec, index, [alone]);
  if (!(given instanceof GraphError)) return fits([alone], given);
  const rank = RANKS[given.code];
  if (rank === undefined) return refused(given);
  const target = reshapedTo(from, rank);
  const helper: LayerSpec = { id: freshId(spec, 'reshape1', [id]), kind: 'reshape', targetShape: target };
  const both = [helper, { id, kind, ...settingsFor(kind, target, task) }];
  const after = tryLayers(spec, index, both);
  return after instanceof GraphError ? refused(given) : { ...fits(both, after), problem: given };
}

/** Puts in what is offered; the new layer is the last of its layers. */
export const acceptOffer = (spec: NetworkSpec, index: number, { layers }: Offer): NetworkSpec =>
  insertLayers(spec, index, layers);

/** Adds up a layer and an earlier one of its shape, right behind it: a residual connection. */
export function addResidual(spec: NetworkSpec, id: string, earlier: string): { network: NetworkSpec; id: string } {
  const index = spec.layers.findIndex((layer) => layer.id === id) + 1;
  const sum = layerName(spec, 'add');
  return { network: insertLayers(spec, index, [{ id: sum, kind: 'add', inputs: [earlier, id] }]), id: sum };
}
