/**
 * What live maps cost: the MNIST CNN trains on WebAssembly, in turns with nobody watching, with all maps of a still image
 * watched, and with those of a drawing that grows with every frame. One run, so that all turns train the same network.
 */
import { TEMPLATES } from '@/core/network/templates';
import type { Watch } from '@/engine/protocol';
import { BATCH_SIZE, INPUTS } from './contender';
import { chainrule } from './contenders';
import { mnistOrNoise } from './images';

const ROUNDS = 8;
const TURN_MS = 2500;
/** A frame of the screen. */
const FRAME_MS = 1000 / 60;
/** As the page asks for. */
const PER_SECOND = 12;

export const MODES = ['nobody', 'still', 'drawing'] as const;
export type Mode = (typeof MODES)[number];

export interface MapsReport {
  data: 'mnist' | 'noise';
  batchSize: number;
  /** Images a second and snapshots a second, one number a round. */
  modes: Record<Mode, { rates: number[]; snapshots: number[] }>;
}

/** Everything the page's view of all maps shows. */
function everything(input: Float32Array): Watch {
  const { layers } = TEMPLATES['mnist-cnn'].network;
  const kinds = /^(conv2d|maxPooling2d)$/;
  const weights = layers.filter(({ kind }) => kind === 'conv2d').flatMap(({ id }) => [`${id}/kernel`, `${id}/bias`]);
  return {
    input,
    layers: layers.filter(({ kind }) => kinds.test(kind)).map(({ id }) => id),
    weights,
    perSecond: PER_SECOND,
  };
}

async function runMaps(onProgress: (done: number, total: number, what: string) => void): Promise<MapsReport> {
  const { images, connect } = await mnistOrNoise(BATCH_SIZE);
  const engine = chainrule('wasm', 'mnist-cnn', connect);
  const image = (i: number) => images.inputs.slice(i * INPUTS, (i + 1) * INPUTS);
  const modes = Object.fromEntries(
    MODES.map((mode) => [mode, { rates: [], snapshots: [] }]),
  ) as unknown as MapsReport['modes'];
  const watch = (value: Watch | null) => engine.client.send({ type: 'watch', run: 1, watch: value });
  let seen = 0;
  engine.client.onEvent((event) => {
    if (event.type === 'watched') seen++;
  });
  await engine.start();
  await engine.train(3);
  const begun = performance.now();
  await engine.train(3);
  const batches = Math.max(3, Math.round((3 * TURN_MS) / (performance.now() - begun)));
  for (let round = 0; round < ROUNDS; round++) {
    for (const mode of MODES) {
      onProgress(round * MODES.length + MODES.indexOf(mode), ROUNDS * MODES.length, mode);
      let frame = 0;
      const pen = setInterval(() => {
        if (mode === 'drawing') watch(everything(image(frame++ % BATCH_SIZE)));
      }, FRAME_MS);
      watch(mode === 'nobody' ? null : everything(image(round)));
      seen = 0;
      const start = performance.now();
      await engine.train(batches);
      const seconds = (performance.now() - start) / 1000;
      clearInterval(pen);
      modes[mode].rates.push((batches * BATCH_SIZE) / seconds);
      modes[mode].snapshots.push(seen / seconds);
    }
  }
  engine.stop();
  return { data: images.real ? 'mnist' : 'noise', batchSize: BATCH_SIZE, modes };
}

declare global {
  interface Window {
    runMaps: typeof runMaps;
  }
}
window.runMaps = runMaps;
