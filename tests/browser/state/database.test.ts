/** Runs in a real IndexedDB: what is written is read back, exactly, and a database of the first version is taken over. */
import { Dexie } from 'dexie';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { documentSchema } from '@/state/document';
import { runSettings } from '@/state/runSettings';
import { databaseTables, watchRecords } from '@/state/runs/database';
import { LAST, type RunRecord } from '@/state/runs/records';
import { checkpoint, keptAt, recordOf, runOf } from '../../unit/state/runs/support';

const document = documentSchema.parse(structuredClone(TEMPLATES.xor));

beforeAll(async () => {
  await Dexie.delete('chainrule');
  const first = new Dexie('chainrule');
  first.version(1).stores({ runs: 'template' });
  await first.table('runs').put({
    template: 'xor',
    savedAt: 99,
    settings: runSettings(document),
    checkpoint: checkpoint(7),
    metrics: { train: Float64Array.of(7, 7, 0.25, Number.NaN, 0), validation: new Float64Array(0) },
  });
  await first.table('runs').put({ template: 'damaged', savedAt: 99 });
  first.close();
});

describe('the database of runs', () => {
  it('takes over the runs of the first version, and leaves out what cannot be read', async () => {
    const all = (await databaseTables.all()) as RunRecord[];
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ template: 'xor', step: 7, epoch: 7, stepsPerEpoch: 1, updatedAt: 99, document });
    const run = await databaseTables.load(all[0].id, LAST);
    expect(run?.checkpoint).toEqual(checkpoint(7));
    expect(run?.curves.train).toEqual(Float64Array.of(7, 7, 0.25, Number.NaN, 0));
    await databaseTables.purge([all[0].id]);
    expect(await databaseTables.all()).toEqual([]);
    expect(await databaseTables.load(all[0].id, LAST)).toBeNull();
  });

  it('keeps typed arrays, milestones for as long as they are named, and what a person changed', async () => {
    const record = recordOf('a', { step: 3, checkpoints: [keptAt(3), keptAt(3, { slot: LAST })] });
    await databaseTables.save(runOf(record, 'epoch-3'));
    await databaseTables.change(['a'], { name: 'mine' });
    const further = { ...record, step: 5, checkpoints: [keptAt(3), keptAt(5, { slot: LAST })] };
    await databaseTables.save(runOf(further));
    expect((await databaseTables.load('a', LAST))?.record).toMatchObject({ name: 'mine', step: 5 });
    expect((await databaseTables.load('a', LAST))?.checkpoint).toEqual(checkpoint(5));
    expect((await databaseTables.load('a', 'epoch-3'))?.checkpoint).toEqual(checkpoint(3));
    await databaseTables.save(runOf({ ...further, checkpoints: [keptAt(5, { slot: LAST })] }));
    expect(await databaseTables.load('a', 'epoch-3')).toBeNull();
    expect(await databaseTables.curves('a')).toMatchObject({ clock: Float64Array.of(5, 1.5) });
  });

  it('does not name checkpoints it has not got', async () => {
    await databaseTables.save(runOf(recordOf('b', { checkpoints: [keptAt(2), keptAt(3, { slot: LAST })] })));
    const run = await databaseTables.load('b', LAST);
    expect(run?.record.checkpoints.map(({ slot }) => slot)).toEqual([LAST]);
  });

  it('tells who looks of every change', async () => {
    const changed = vi.fn();
    const stop = watchRecords(changed);
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    const before = changed.mock.calls.length;
    await databaseTables.change(['b'], { name: 'other' });
    await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThan(before));
    stop();
  });

  it('holds runs of the size of the CNN', async () => {
    const tensor = () => new Float32Array(93_322).fill(0.25);
    const points = new Float64Array(8192 * 5);
    await databaseTables.save({
      ...runOf(recordOf('c', { checkpoints: [keptAt(3), keptAt(3, { slot: LAST })] }), 'epoch-3'),
      curves: { train: points, validation: points, clock: new Float64Array(2048) },
      checkpoint: { step: 3, weights: { all: tensor() }, states: { m: tensor(), v: tensor() } },
    });
    expect((await databaseTables.load('c', 'epoch-3'))?.checkpoint.states.v).toEqual(tensor());
    expect((await databaseTables.curves('c'))?.train).toHaveLength(8192 * 5);
  });
});
