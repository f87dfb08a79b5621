/**
 * The others, each in a worker of its own as the engine is: TensorFlow.js as it comes, with its layers and
 * `trainOnBatch`, and ConvNetJS with adadelta, since it has no Adam. Their batches lie ready, so that only training is
 * measured.
 */
import * as tf from '@tensorflow/tfjs';
import {
  BATCH_SIZE,
  CLASSES,
  FILTERS,
  HIDDEN,
  INPUTS,
  LEARNING_RATE,
  type OtherAnswer,
  type OtherCommand,
  type Race,
  SIDE,
  type TrainingImages,
} from './contender';

type Train = (batches: number) => Promise<number>;

/** The layers up to the one that is flattened. */
function tensorFlowConvolutions(race: Race): tf.layers.Layer[] {
  return FILTERS[race].flatMap((filters, i) => [
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      activation: 'relu',
      ...(i === 0 ? { inputShape: [SIDE, SIDE, 1] } : {}),
    }),
    ...(i < FILTERS[race].length - 1 ? [tf.layers.maxPooling2d({ poolSize: 2 })] : [tf.layers.flatten()]),
  ]);
}

async function startTensorFlow(backend: string, race: Race, { inputs, targets }: TrainingImages): Promise<Train> {
  if (backend === 'wasm') {
    const [{ setWasmPaths }, plain, simd, threaded] = await Promise.all([
      import('@tensorflow/tfjs-backend-wasm'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
      import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
    ]);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain.default,
      'tfjs-backend-wasm-simd.wasm': simd.default,
      'tfjs-backend-wasm-threaded-simd.wasm': threaded.default,
    });
  } else if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend did not start`);
  const convolutions = tensorFlowConvolutions(race);
  const model = tf.sequential({
    layers: [
      ...convolutions,
      tf.layers.dense({
        units: HIDDEN[race],
        activation: 'relu',
        ...(convolutions.length === 0 ? { inputShape: [INPUTS] } : {}),
      }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(LEARNING_RATE), loss: 'categoricalCrossentropy' });
  const shape = convolutions.length > 0 ? [SIDE, SIDE, 1] : [INPUTS];
  const batches = Array.from({ length: targets.length / CLASSES / BATCH_SIZE }, (_, i) => {
    const part = (values: Float32Array, each: number[]) => {
      const length = BATCH_SIZE * each.reduce((a, b) => a * b);
      return tf.tensor(values.slice(i * length, (i + 1) * length), [BATCH_SIZE, ...each]);
    };
    return { x: part(inputs, shape), y: part(targets, [CLASSES]) };
  });
  let next = 0;
  return async (count) => {
    let loss = Number.NaN;
    for (let i = 0; i < count; i++) {
      const { x, y } = batches[next++ % batches.length];
      loss = (await model.trainOnBatch(x, y)) as number;
    }
    return loss;
  };
}

/** The part of ConvNetJS that is used; it brings no types. */
interface ConvNet {
  Net: new () => { makeLayers(definitions: object[]): void };
  Trainer: new (net: object, options: object) => { train(x: object, label: number): { loss: number } };
  Vol: new (width: number, height: number, depth: number, value: number) => { w: Float64Array };
}

async function startConvNet(race: Race, { inputs, targets }: TrainingImages): Promise<Train> {
  // @ts-expect-error It brings no types.
  const { default: convnet } = (await import('convnetjs')) as { default: ConvNet };
  const net = new convnet.Net();
  net.makeLayers([
    { type: 'input', out_sx: SIDE, out_sy: SIDE, out_depth: 1 },
    ...FILTERS[race].flatMap((filters, i) => [
      { type: 'conv', sx: 3, filters, stride: 1, pad: 0, activation: 'relu' },
      ...(i < FILTERS[race].length - 1 ? [{ type: 'pool', sx: 2, stride: 2 }] : []),
    ]),
    { type: 'fc', num_neurons: HIDDEN[race], activation: 'relu' },
    { type: 'softmax', num_classes: CLASSES },
  ]);
  const trainer = new convnet.Trainer(net, { method: 'adadelta', batch_size: BATCH_SIZE, l2_decay: 0 });
  const images = Array.from({ length: targets.length / CLASSES }, (_, i) => {
    const vol = new convnet.Vol(SIDE, SIDE, 1, 0);
    vol.w.set(inputs.subarray(i * INPUTS, (i + 1) * INPUTS));
    return { vol, label: targets.subarray(i * CLASSES, (i + 1) * CLASSES).indexOf(1) };
  });
  let next = 0;
  return async (count) => {
    let loss = 0;
    for (let i = 0; i < count * BATCH_SIZE; i++) {
      const { vol, label } = images[next++ % images.length];
      const before = i < (count - 1) * BATCH_SIZE ? 0 : 1 / BATCH_SIZE;
      loss += before * trainer.train(vol, label).loss;
    }
    return loss;
  };
}

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const answer = (message: OtherAnswer) => scope.postMessage(message);
let train: Train | null = null;

scope.addEventListener('message', async ({ data }: MessageEvent<OtherCommand>) => {
  try {
    if (data.type === 'start') {
      const { library, backend, race, images } = data;
      train = library === 'convnetjs' ? await startConvNet(race, images) : await startTensorFlow(backend, race, images);
      answer({ type: 'started' });
    } else if (train) {
      answer({ type: 'trained', loss: await train(data.batches) });
    }
  } catch (error) {
    answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
