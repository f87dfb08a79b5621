/** A run that ends before its last epoch: what the page says of it, keeps of it, and how it goes on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EarlyStop } from '@/engine/protocol';
import { documentStore } from '@/state/documentStore';
import { beginsAnew } from '@/state/evaluation';
import type { RunController } from '@/state/runController';
import { reportedStatus } from '@/state/runStatus';
import { useRun } from '@/state/runStore';
import { closePage, FakeLinks, loadXor, openXor, STEPS_PER_EPOCH, settle } from './fakes';

const stopped: EarlyStop = { monitor: 'loss', epochs: 3, best: 0.25, bestEpoch: 5, restored: true };
const earlyStopping = { monitor: 'loss', patience: 3, minDelta: 0, restoreBestWeights: true } as const;

let links: FakeLinks;
let run: RunController;
const state = () => useRun.getState();
const setStopping = (next: typeof earlyStopping | undefined) =>
  documentStore.update((document) => ({ ...document, training: { ...document.training, earlyStopping: next } }));

/** Trains so many epochs and stops there. */
async function stopAfter(epochs: number): Promise<void> {
  run.play();
  links.engineNow.stopped = stopped;
  links.engineNow.train(epochs * STEPS_PER_EPOCH, false);
  links.engineNow.autosave();
  links.engineNow.emit({ type: 'finished', run: links.engineNow.run });
  await settle();
}

beforeEach(async () => {
  ({ links, run } = await openXor(new FakeLinks()));
});
afterEach(() => closePage(run));

describe('a run that was stopped early', () => {
  it('is finished, and says why', async () => {
    setStopping(earlyStopping);
    await settle();
    await stopAfter(8);
    expect(state().status).toBe('finished');
    expect(state().progress?.stopped).toEqual(stopped);
    const [{ record }] = await links.archive.list();
    expect(record).toMatchObject({ status: 'finished', stopped });
    expect(record.document.training.earlyStopping).toEqual(earlyStopping);
  });

  it('trains on without more epochs being asked for', async () => {
    await stopAfter(8);
    const { epochs } = documentStore.document!.training;
    const builds = links.engineNow.of('build').length;
    run.play();
    await settle();
    expect(links.engineNow.last).toMatchObject({ type: 'play', batches: null });
    expect(state().status).toBe('playing');
    expect(documentStore.document?.training.epochs).toBe(epochs);
    expect(links.engineNow.of('build')).toHaveLength(builds);
  });

  it.each(['oneBatch', 'oneEpoch'] as const)('goes on with %s', async (action) => {
    await stopAfter(8);
    run[action]();
    await settle();
    expect(links.engineNow.last.type).toBe(action === 'oneEpoch' ? 'playEpoch' : 'play');
  });

  it('is found again as it was', async () => {
    await stopAfter(8);
    const { archive, claims } = links;
    run.dispose();
    const next = Object.assign(new FakeLinks(), { archive, claims });
    next.stopped = stopped;
    ({ links, run } = await loadXor(next));
    expect(state().status).toBe('finished');
    expect(state().progress).toMatchObject({ step: 80, stopped });
  });
});

describe('early stopping', () => {
  it('that is changed needs no reset: the run goes on from where it stands', async () => {
    links.engineNow.train(7, false);
    setStopping(earlyStopping);
    await settle();
    expect(state()).toMatchObject({ status: 'paused', dirty: [] });
    const build = links.engineNow.of('build').at(-1);
    expect(build).toMatchObject({ training: { earlyStopping }, checkpoint: { step: 7 } });
    setStopping(undefined);
    await settle();
    expect(links.engineNow.of('build').at(-1)?.training).not.toHaveProperty('earlyStopping');
  });

  it('makes an evaluation old when it has gone back to the best weights', () => {
    const { progress } = state();
    const slice = (stop: EarlyStop | null) => ({
      status: 'playing' as const,
      progress: { ...progress!, stopped: stop },
    });
    expect(beginsAnew(slice(stopped), slice(null))).toBe(true);
    expect(beginsAnew(slice(stopped), slice(stopped))).toBe(false);
    expect(beginsAnew(slice({ ...stopped, restored: false }), slice(null))).toBe(false);
  });

  it('counts in what a report says about the status', () => {
    const at = (step: number, stop: EarlyStop | null, playing = false) => ({
      ...state().progress!,
      step,
      stopped: stop,
      playing,
    });
    expect(reportedStatus('playing', at(80, stopped))).toBe('finished');
    expect(reportedStatus('playing', at(80, null))).toBe('paused');
    expect(reportedStatus('paused', at(80, null, true))).toBe('paused');
    expect(reportedStatus('diverged', at(80, stopped))).toBe('diverged');
  });
});
