/** What is trained on: MNIST, or noise of its form where the data is not there. */
import type { DataMessage, DatasetInfo } from '@/core/dataset';
import { type DatasetHandle, openDataset } from '@/data/client';
import { CLASSES, INPUTS, SIDE, type TrainingImages } from './contender';

/** Noise of MNIST's form, and a port that streams it. */
function noise(count: number): { images: TrainingImages; connect: () => MessagePort } {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const bytes = Uint8Array.from({ length: count * INPUTS }, () => (next() < 0.8 ? 0 : next() * 256));
  const labels = Uint8Array.from({ length: count }, () => next() * CLASSES);
  const targets = new Float32Array(count * CLASSES);
  for (const [i, label] of labels.entries()) targets[i * CLASSES + label] = 1;
  const info: DatasetInfo = {
    id: 'mnist',
    inputShape: [SIDE, SIDE, 1],
    classes: Array.from({ length: CLASSES }, (_, i) => String(i)),
    targetSize: CLASSES,
    counts: { train: count, test: 0 },
    classCounts: null,
    licence: '',
    citation: '',
  };
  const shard = { split: 'train', first: 0, count, inputs: bytes, scale: 1 / 255, targets: labels } as const;
  return {
    images: { inputs: Float32Array.from(bytes, (byte) => byte / 255), targets, real: false },
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      const messages: DataMessage[] = [{ type: 'info', info }, { type: 'shard', shard }, { type: 'end' }];
      for (const message of messages) port1.postMessage(message);
      return port2;
    },
  };
}

/** The first `count` training images, and a port that streams all of them to an engine. */
export async function mnistOrNoise(count: number): Promise<{ images: TrainingImages; connect: () => MessagePort }> {
  let handle: DatasetHandle;
  try {
    handle = await openDataset('mnist', undefined, { base: new URL('/', location.href).href });
  } catch {
    return noise(count);
  }
  const { inputs, targets } = await handle.samples(
    'train',
    Array.from({ length: count }, (_, i) => i),
  );
  return { images: { inputs, targets, real: true }, connect: () => handle.connect() };
}
