/**
 * The others, each in a worker of its own as the engine is: TensorFlow.js as it comes, with its layers and
 * `trainOnBatch`, and ConvNetJS with adadelta, since it has no Adam. Their batches lie ready, so that only training is
 * measured.
 */
import * as tf from '@tensorflow/tfjs';
import {
  BATCH_SIZE,
  CLASSES,
  HIDDEN,
  IMAGES,
  INPUTS,
  LEARNING_RATE,
  type OtherAnswer,
  type OtherCommand,
  type TrainingImages,
} from './contender';

type Train = (batches: number) => Promise<number>;

async function startTensorFlow(backend: string, { inputs, targets }: TrainingImages): Promise<Train> {
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
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [INPUTS], units: HIDDEN, activation: 'relu' }),
      tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(LEARNING_RATE), loss: 'categoricalCrossentropy' });
  const batches = Array.from({ length: IMAGES / BATCH_SIZE }, (_, i) => {
    const part = (values: Float32Array, size: number) => {
      const length = BATCH_SIZE * size;
      return tf.tensor2d(values.subarray(i * length, (i + 1) * length), [BATCH_SIZE, size]);
    };
    return { x: part(inputs, INPUTS), y: part(targets, CLASSES) };
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
  Vol: new (values: number[]) => object;
}

async function startConvNet({ inputs, targets }: TrainingImages): Promise<Train> {
  // @ts-expect-error It brings no types.
  const { default: convnet } = (await import('convnetjs')) as { default: ConvNet };
  const net = new convnet.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: INPUTS },
    { type: 'fc', num_neurons: HIDDEN, activation: 'relu' },
    { type: 'softmax', num_classes: CLASSES },
  ]);
  const trainer = new convnet.Trainer(net, { method: 'adadelta', batch_size: BATCH_SIZE, l2_decay: 0 });
  const images = Array.from({ length: IMAGES }, (_, i) => ({
    vol: new convnet.Vol(Array.from(inputs.subarray(i * INPUTS, (i + 1) * INPUTS))),
    label: targets.subarray(i * CLASSES, (i + 1) * CLASSES).indexOf(1),
  }));
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
      const { library, backend, images } = data;
      train = library === 'convnetjs' ? await startConvNet(images) : await startTensorFlow(backend, images);
      answer({ type: 'started' });
    } else if (train) {
      answer({ type: 'trained', loss: await train(data.batches) });
    }
  } catch (error) {
    answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
