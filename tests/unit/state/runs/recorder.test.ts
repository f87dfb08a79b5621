/** The identity of runs: when one goes on, when a copy does, and what is kept of its epochs. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { documentSchema } from '@/state/document';
import { clearMetrics, series } from '@/state/metricsStore';
import { RunArchive } from '@/state/runs/archive';
import { RunRecorder } from '@/state/runs/recorder';
import { LAST } from '@/state/runs/records';
import { FakeClaims, FakeTables, MemoryStorage, settle } from '../fakes';
import { checkpoint } from './support';

const document = documentSchema.parse(structuredClone(TEMPLATES.xor));
const STEPS = 10;
let archive: RunArchive;
let claims: FakeClaims;
const events = { opened: vi.fn(), saved: vi.fn(), dropped: vi.fn() };

/** Another tab: a recorder with claims and a session of its own. */
function tab(own = claims.otherTab()): RunRecorder {
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  return new RunRecorder(archive, own, events);
}

async function train(recorder: RunRecorder, step: number, validation?: { loss: number; accuracy: number }) {
  series.train.push({ step, epoch: step / STEPS, loss: 1 / step, accuracy: null });
  if (validation) series.validation.push({ step, epoch: step / STEPS, ...validation });
  const progress = { stepsPerEpoch: STEPS, totalSteps: 500, stopped: null };
  recorder.keep({ checkpoint: checkpoint(step), document, status: 'playing', progress });
  await recorder.settled;
}
const records = async () => (await archive.list()).map(({ record }) => record);

beforeEach(() => {
  vi.stubGlobal('localStorage', new MemoryStorage());
  vi.stubGlobal('sessionStorage', new MemoryStorage());
  clearMetrics();
  archive = new RunArchive(new FakeTables());
  claims = new FakeClaims();
  for (const spy of Object.values(events)) spy.mockClear();
});

describe('a run', () => {
  it('is not kept before it is trained, and then under a number', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    await train(recorder, 0);
    expect(await records()).toEqual([]);
    await train(recorder, 3);
    recorder.begin('xor', 0.5);
    await train(recorder, 2);
    expect((await records()).map(({ number, step }) => [number, step]).sort()).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  it('keeps a checkpoint an epoch, the last few and the best, and says how many went', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    for (let epoch = 1; epoch <= 9; epoch++) {
      await train(recorder, epoch * STEPS - 4);
      await train(recorder, epoch * STEPS, { loss: 1, accuracy: epoch === 2 ? 0.99 : 0.9 });
    }
    const [record] = await records();
    expect(record.checkpoints.map(({ slot }) => slot)).toEqual([
      'epoch-2',
      'epoch-5',
      'epoch-6',
      'epoch-7',
      'epoch-8',
      'epoch-9',
      LAST,
    ]);
    expect(record.dropped).toBe(3);
    expect(record.best).toMatchObject({ step: 20, accuracy: 0.99 });
    expect((await archive.load(record.id, 'epoch-6'))?.checkpoint.step).toBe(60);
    expect(await archive.load(record.id, 'epoch-3')).toBeNull();
  });

  it('keeps the first checkpoint after the end of an epoch where there was none at it', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    for (const step of [7, 12, 18, 31]) await train(recorder, step);
    const [{ checkpoints }] = await records();
    expect(checkpoints.map(({ slot, step }) => [slot, step])).toEqual([
      ['epoch-1', 12],
      ['epoch-3', 31],
      [LAST, 31],
    ]);
  });

  it('remembers with which learning rates it was trained', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    recorder.rateChanged(0, 0.4);
    await train(recorder, 5);
    recorder.rateChanged(5, 0.2);
    recorder.rateChanged(5, 0.1);
    recorder.rateChanged(9, 0.1);
    await train(recorder, 9);
    expect((await records())[0].rates).toEqual([
      { step: 0, learningRate: 0.4 },
      { step: 5, learningRate: 0.1 },
    ]);
  });
});

describe('finding it again', () => {
  it('is the same run for the tab that had it', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    await train(recorder, 5);
    const { id } = recorder;
    recorder.close();
    const session = globalThis.sessionStorage;
    const reloaded = tab();
    vi.stubGlobal('sessionStorage', session);
    expect(await reloaded.reopen('xor', null)).toMatchObject({ copied: null, checkpoint: { step: 5 } });
    expect(reloaded.id).toBe(id);
    await train(reloaded, 8);
    expect(await records()).toHaveLength(1);
  });

  it('is nothing after a reset, in this tab and the next', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    await train(recorder, 5);
    recorder.begin('xor', 0.5);
    expect(await tab().reopen('xor', null)).toBeNull();
  });

  it('is a copy while another tab has it, which is kept once it goes further', async () => {
    const first = tab();
    first.begin('xor', 0.5);
    await train(first, 5);
    await settle();
    const second = tab();
    expect(await second.reopen('xor', null)).toMatchObject({ copied: 'elsewhere', checkpoint: { step: 5 } });
    expect(second.id).not.toBe(first.id);
    expect(await records()).toHaveLength(1);
    await train(second, 9);
    await train(first, 6);
    const all = await records();
    expect(all.map(({ step, number }) => [step, number]).sort()).toEqual([
      [6, 1],
      [9, 2],
    ]);
    expect(all.find(({ step }) => step === 9)?.from).toMatchObject({ id: first.id, step: 5 });
  });

  it('is a copy from an earlier checkpoint, so that what came after it stays', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    for (const step of [10, 20, 25]) await train(recorder, step);
    const { id } = recorder;
    if (!id) throw new Error('no run');
    const wanted = { id, slot: 'epoch-1', play: false };
    expect(await recorder.reopen('xor', wanted)).toMatchObject({ copied: 'earlier', checkpoint: { step: 10 } });
    series.train.truncate(10);
    await train(recorder, 13);
    expect((await records()).map(({ step }) => step).sort()).toEqual([13, 25]);
  });

  it('ends when something else is opened meanwhile', async () => {
    const recorder = tab();
    recorder.begin('xor', 0.5);
    await train(recorder, 5);
    const { id } = recorder;
    if (!id) throw new Error('no run');
    recorder.close();
    const late = recorder.reopen('xor', { id, slot: LAST, play: false });
    recorder.begin('xor', 0.5);
    expect(await late).toBeNull();
    expect(recorder.id).not.toBe(id);
    expect((await claims.held()).has(id)).toBe(false);
  });
});
