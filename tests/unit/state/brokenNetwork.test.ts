/** A network that cannot be built, while another one runs. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { documentStore } from '@/state/documentStore';
import { clearMetrics } from '@/state/metricsStore';
import { RunController } from '@/state/runController';
import { initialRun, useRun } from '@/state/runStore';
import { FakeLinks, MemoryStorage, settle } from './fakes';

let links: FakeLinks;
let run: RunController;
const state = () => useRun.getState();

const setUnits = (units: number) =>
  documentStore.update((document) => ({
    ...document,
    network: {
      ...document.network,
      layers: document.network.layers.map((layer) => (layer.id === 'hidden' ? { ...layer, units } : layer)),
    },
  }));

beforeEach(async () => {
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  useRun.setState(initialRun, true);
  clearMetrics();
  documentStore.startOver('xor');
  links = new FakeLinks();
  run = new RunController(links);
  await run.open('xor');
  await settle();
});

afterEach(() => {
  run.dispose();
  vi.unstubAllGlobals();
});

it('keeps the network it has while the one wanted cannot be built', async () => {
  const { network } = state();
  links.engineNow.train(3, false);
  setUnits(0);
  documentStore.update((document) => ({ ...document, training: { ...document.training, batchSize: 2 } }));
  expect(state()).toMatchObject({ status: 'paused', dirty: ['units', 'batchSize'], dirtyLayers: ['hidden/units'] });
  expect(state().network).toBe(network);
  run.reset();
  await settle();
  const rebuilt = links.engineNow.of('build')[1];
  expect(rebuilt).toMatchObject({ network, training: { batchSize: 2 } });
  expect(state()).toMatchObject({ status: 'ready', error: null, dirty: ['units'] });
  setUnits(3);
  run.play();
  await settle();
  expect(links.engineNow.of('build')[2].network).toEqual(documentStore.document?.network);
  expect(state()).toMatchObject({ status: 'playing', dirty: [], dirtyLayers: [] });
});
