/** A network that cannot be built, while another one runs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { documentStore } from '@/state/documentStore';
import type { RunController } from '@/state/runController';
import { useRun } from '@/state/runStore';
import { closePage, FakeLinks, openXor, settle, setUnits } from './fakes';

let links: FakeLinks;
let run: RunController;
const state = () => useRun.getState();

beforeEach(async () => {
  ({ links, run } = await openXor(new FakeLinks()));
});
afterEach(() => closePage(run));

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
