/** How the end of a network can be made to answer the task: as many numbers as there are classes, as probabilities. */
import type { Shape } from '../graph/types';
import { changeLayer, freshId, insertLayers, layerName } from './edits';
import { builtLayers } from './shapes';
import type { LayerSpec, NetworkSpec } from './spec';
import { activationOf, outputActivation, type Task } from './task';

/** Activations of layers in between; a last layer with one of these is a hidden layer whose output layer is missing. */
const isHidden = (activation: string | null): boolean =>
  activation !== null && !['linear', 'softmax', 'sigmoid', 'logSoftmax', 'hardSigmoid', 'tanh'].includes(activation);

/** Networks that give what the task asks for, the smallest change first. */
export function* withOutputShape(spec: NetworkSpec, task: Task): Generator<NetworkSpec> {
  const { layers } = spec;
  const built = builtLayers(spec);
  const shape: Shape = built[layers.length - 1]?.outputShape ?? spec.input.shape;
  // The last dense layer, where behind it there is nothing but activations.
  const tail = layers.findLastIndex(({ kind }) => kind !== 'activation' && kind !== 'dropout');
  const dense = tail >= 0 && layers[tail].kind === 'dense' ? layers[tail] : null;
  if (dense && (tail < layers.length - 1 || !isHidden(activationOf(dense)))) {
    const resized = changeLayer(spec, dense.id, { units: task.targetSize });
    yield resized;
    yield insertLayers(resized, tail, [flatten(spec)]);
    yield insertLayers(spec, tail, [flatten(spec)]);
  }
  yield appended(spec, shape, task);
}

const flatten = (spec: NetworkSpec): LayerSpec => ({ id: freshId(spec, 'flatten'), kind: 'flatten' });

function appended(spec: NetworkSpec, shape: Shape, task: Task): NetworkSpec {
  const output: LayerSpec = {
    id: freshId(spec, 'output'),
    kind: 'dense',
    units: task.targetSize,
    activation: outputActivation(spec, task),
  };
  return insertLayers(spec, spec.layers.length, shape.length === 1 ? [output] : [flatten(spec), output]);
}

/** The network with the activation at its end that the loss expects. */
export const withOutputActivation = (spec: NetworkSpec, task: Task): NetworkSpec =>
  withLastActivation(spec, outputActivation(spec, task));

/** The network ending with an activation: in its last layer, or in a layer of its own where that has none. */
export function withLastActivation(spec: NetworkSpec, activation: string): NetworkSpec {
  const last = spec.layers[spec.layers.length - 1];
  if (activationOf(last) !== null) return changeLayer(spec, last.id, { activation });
  const added = { id: layerName(spec, activation), kind: 'activation', activation };
  return insertLayers(spec, spec.layers.length, [added]);
}
