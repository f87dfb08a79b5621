/**
 * What may mend a network that cannot be built: for each error code changes to try, the most likely first. Which of
 * them helps is found by building (`validate.ts`).
 */
import type { Shape } from '../graph/types';
import type { GraphError } from '../ops/types';
import { changeLayer, connectLayer, freshId, INPUT, layerName, removeLayer } from './edits';
import { merges, partnersOf, settingsFor } from './newLayer';
import { knows } from './settings';
import { divisorUpTo, reshapedTo, shapesBefore } from './shapes';
import type { LayerSpec, NetworkSpec } from './spec';
import type { Task } from './task';

/** What is refused, seen from its layer. */
interface Place {
  spec: NetworkSpec;
  index: number;
  layer: LayerSpec;
  /** Shapes of what can be read here. */
  shapes: ReadonlyMap<string, Shape>;
  /** Shape of what the layer reads first; a scalar's where it reads what is not there. */
  shape: Shape;
  params: GraphError['params'];
  task: Task | null;
}

type Candidates = Iterable<NetworkSpec>;

const before = ({ layers }: NetworkSpec, index: number) => (index === 0 ? INPUT : layers[index - 1].id);

/** Place of the layer an error is about, or −1. Of two with one name the second is one too many; all else is the first's. */
export function refusedAt({ layers }: NetworkSpec, { code, params }: GraphError): number {
  const named = ({ id }: LayerSpec) => id === params.layer;
  const first = layers.findIndex(named);
  return code === 'duplicateLayer' ? layers.findIndex((layer, i) => i > first && named(layer)) : first;
}

/** Candidates for an error that names a layer; for one that does not, those of the loss. */
export function* fixesOf(spec: NetworkSpec, error: GraphError, task: Task | null): Generator<NetworkSpec> {
  const { params, code } = error;
  const index = refusedAt(spec, error);
  if (index < 0) {
    yield* lossFixes(spec, error, task);
    return;
  }
  const layer = spec.layers[index];
  const shapes = shapesBefore(spec, index);
  const [reads = before(spec, index)] = layer.inputs ?? [];
  const place: Place = { spec, index, layer, shapes, shape: shapes.get(reads) ?? [], params, task };
  yield* (BY_CODE[code] ?? noFixes)(place);
}

const noFixes = (): Candidates => [];

const BY_CODE: Readonly<Record<string, (place: Place) => Candidates>> = {
  kernelTooLarge: smallerWindows,
  poolTooLarge: smallerWindows,
  layerSetting: otherValues,
  initializerShape: otherValues,
  initializerSetting: otherValues,
  unknownInitializer: otherValues,
  unknownActivation: otherValues,
  duplicateLayer: ({ spec }) => [renamed(spec)],
  unknownInput: otherReads,
  mergeInputs: otherNumberOfInputs,
  mergeShapes: bridges,
  imageRank: (place) => reshaped(place, 3),
  sequenceRank: (place) => reshaped(place, 2),
  denseRank: (place) => reshaped(place, 1),
  reshapeSize: otherTargetShapes,
  reshapeOpen: otherTargetShapes,
  permuteDims: ({ spec, layer, shape }) => [
    changeLayer(spec, layer.id, { dims: settingsFor('permute', shape).dims }),
    changeLayer(spec, layer.id, { dims: shape.map((_, axis) => axis + 1) }),
  ],
  groupsDivide: ({ spec, layer, params }) => [
    changeLayer(spec, layer.id, { groups: divisorUpTo(Number(params.channels), Number(params.groups)) }),
  ],
};

/** Every name once: of layers with one name all but the first get another. */
function renamed(spec: NetworkSpec): NetworkSpec {
  const taken = new Set<string>([INPUT]);
  const layers = spec.layers.map((layer) => {
    const id = taken.has(layer.id) ? freshId(spec, layer.id, [...taken]) : layer.id;
    taken.add(id);
    return { ...layer, id };
  });
  return { ...spec, layers };
}

/** A window of this size and all smaller ones, largest first; square ones as one number. */
function* smallerWindows({ spec, layer, params }: Place): Candidates {
  const { setting, largestRows, largestColumns } = params;
  const [rows, columns] = [Number(largestRows), Number(largestColumns)];
  const single = layer.kind.endsWith('1d');
  for (let less = 0; less < Math.max(rows, columns); less++) {
    const [height, width] = [Math.max(1, rows - less), Math.max(1, columns - less)];
    const window = single || height === width ? height : [height, width];
    yield changeLayer(spec, layer.id, { [String(setting)]: window });
  }
}

/** Settings to try where neither the default nor what a new layer has is what helps. */
const VALUES: readonly unknown[] = [3, 2, 1, 0.5, 'relu', 'valid'];

/** A setting out of its range goes back to its default, or to the nearest that a new layer would have. */
function* otherValues({ spec, layer, params, shape, task }: Place): Candidates {
  const settings = String(params.setting)
    .split(', ')
    .map((name) => name.split('.')[0]);
  yield changeLayer(spec, layer.id, Object.fromEntries(settings.map((name) => [name, undefined])));
  const [setting] = settings;
  // One that is not known at all can only go.
  if (settings.length > 1 || !knows(layer.kind, setting)) return;
  const fresh = settingsFor(layer.kind, shape, task)[setting];
  for (const value of [...VALUES.slice(0, 3), fresh, ...VALUES.slice(3)]) {
    if (value !== undefined) yield changeLayer(spec, layer.id, { [setting]: value });
  }
}

/** What is read and is not there becomes the layer before, or is left out, or is another layer that fits. */
function* otherReads({ spec, index, layer, params }: Place): Candidates {
  const inputs = layer.inputs ?? [];
  const others = inputs.filter((id) => id !== params.input);
  const main = before(spec, index);
  if (!others.includes(main)) {
    yield connectLayer(
      spec,
      layer.id,
      inputs.map((id) => (id === params.input ? main : id)),
    );
  }
  for (const partner of partnersOf(spec, index, layer.kind)) {
    if (!others.includes(partner)) yield connectLayer(spec, layer.id, [partner, ...others]);
  }
  if (others.length > 0) yield connectLayer(spec, layer.id, others);
  yield connectLayer(spec, layer.id, [main]);
}

/** Too few inputs get another of the same shape; of too many the first stay. */
function* otherNumberOfInputs({ spec, index, layer, params }: Place): Candidates {
  const main = before(spec, index);
  const inputs = layer.inputs ?? [main];
  const most = Number(params.most);
  if (inputs.length > most) yield connectLayer(spec, layer.id, inputs.slice(0, most));
  for (const partner of partnersOf(spec, index, layer.kind)) {
    if (!inputs.includes(partner)) yield connectLayer(spec, layer.id, [partner, ...inputs]);
  }
  for (const partner of partnersOf(spec, index, layer.kind)) yield connectLayer(spec, layer.id, [partner, main]);
}

/** Layers in front of one of another rank that give it what it needs. */
function* reshaped(place: Place, rank: 1 | 2 | 3): Candidates {
  const { spec, index, layer, shape } = place;
  const previous = spec.layers[index - 1];
  // An image that was made flat too early is made flat later.
  if (rank > 1 && previous?.kind === 'flatten' && !layer.inputs && !previous.inputs) {
    const swapped = [...spec.layers];
    swapped.splice(index - 1, 2, layer, previous);
    yield { ...spec, layers: swapped };
  }
  const helper: LayerSpec = {
    id: freshId(spec, 'reshape1'),
    kind: 'reshape',
    targetShape: reshapedTo(shape, rank),
    ...(layer.inputs && { inputs: layer.inputs }),
  };
  const { inputs: _read, ...reader } = layer;
  const layers = [...spec.layers];
  layers.splice(index, 1, helper, reader as LayerSpec);
  yield { ...spec, layers };
}

/** The shape with one number left open, or the shape as it comes in. */
function* otherTargetShapes({ spec, layer, shape }: Place): Candidates {
  const given = Array.isArray(layer.targetShape) ? layer.targetShape : [];
  for (let axis = given.length - 1; axis >= 0; axis--) {
    const open = given.map((n: unknown, i) => (i === axis ? -1 : n === -1 ? 1 : n));
    yield changeLayer(spec, layer.id, { targetShape: open });
  }
  const rank = given.length;
  if (rank >= 1 && rank <= 3) {
    yield changeLayer(spec, layer.id, { targetShape: reshapedTo(shape, rank as 1 | 2 | 3) });
  }
  yield changeLayer(spec, layer.id, { targetShape: [...shape] });
}

/** Layers that give what is read `from` the shape of `to`: a 1×1 convolution, as residual networks have it. */
function bridge(from: Shape, to: Shape): { kind: string; [setting: string]: unknown }[] | null {
  const last = to[to.length - 1];
  if (from.length !== to.length) return to.length === 1 ? [{ kind: 'flatten' }, { kind: 'dense', units: last }] : null;
  if (to.length === 1) return [{ kind: 'dense', units: last }];
  const steps = to.slice(0, -1).map((n, axis) => Math.round(from[axis] / n));
  const strided = steps.every((step, axis) => step >= 1 && Math.ceil(from[axis] / step) === to[axis]);
  if (!strided || to.length > 3) return null;
  const strides = steps.every((step) => step === steps[0]) ? steps[0] : steps;
  const kind = to.length === 2 ? 'conv1d' : 'conv2d';
  return [{ kind, filters: last, kernelSize: 1, ...(strides === 1 ? {} : { strides }) }];
}

/** What does not fit is brought to the other's shape, or another layer that fits is read, or it is left out. */
function* bridges({ spec, index, layer, shapes }: Place): Candidates {
  const inputs = layer.inputs ?? [];
  const main = inputs.find((id) => id === before(spec, index)) ?? inputs[inputs.length - 1];
  const wanted = shapes.get(main);
  if (!wanted) return;
  const misfits = inputs.filter((id) => !merges(layer.kind, shapes.get(id) ?? [], wanted));
  const [misfit] = misfits;
  const from = shapes.get(misfit ?? '');
  const chain = from && misfits.length === 1 ? bridge(from, wanted) : null;
  if (chain) {
    const layers: LayerSpec[] = [];
    for (const part of chain) {
      const id = layerName(
        spec,
        part.kind,
        layers.map((l) => l.id),
      );
      layers.push({ id, ...part, ...(layers.length === 0 && { inputs: [misfit] }) } as LayerSpec);
    }
    const end = layers[layers.length - 1].id;
    const merging = { ...layer, inputs: inputs.map((id) => (id === misfit ? end : id)) };
    yield { ...spec, layers: [...spec.layers.slice(0, index), ...layers, merging, ...spec.layers.slice(index + 1)] };
  }
  const fitting = inputs.filter((id) => !misfits.includes(id));
  for (const partner of partnersOf(spec, index, layer.kind)) {
    if (!fitting.includes(partner)) yield connectLayer(spec, layer.id, [partner, ...fitting]);
  }
  if (fitting.length > 1) yield connectLayer(spec, layer.id, fitting);
  yield* [changeLayer(spec, layer.id, { axis: undefined, axes: undefined })];
  yield removeLayer(spec, layer.id);
}

/** A loss that is not known, has settings it does not know or cannot be trained on becomes the usual one. */
function* lossFixes(spec: NetworkSpec, { code, params }: GraphError, task: Task | null): Candidates {
  if (code === 'lossSetting' || code === 'classWeights') {
    const { [String(params.setting)]: _wrong, ...loss } = spec.loss;
    yield { ...spec, loss: loss as NetworkSpec['loss'] };
    yield { ...spec, loss: { kind: spec.loss.kind } };
  }
  if (code === 'lossSetting' || code === 'unknownLoss' || code === 'lossNotTrainable') {
    yield { ...spec, loss: { kind: task?.classes ? 'categoricalCrossentropy' : 'meanSquaredError' } };
  }
}
