/** What is kept, what gives way, and what happens while storage refuses. */
import { afterEach, describe, expect, it } from 'vitest';
import { RunArchive } from '@/state/runs/archive';
import { LAST } from '@/state/runs/records';
import { bestCheckpoint, excessRuns, keepEpochs } from '@/state/runs/retention';
import { reportStorage, storageState } from '@/state/storage';
import { FakeTables } from '../fakes';
import { checkpoint, keptAt, recordOf, runOf } from './support';

const full = new DOMException('no space', 'QuotaExceededError');
afterEach(() => reportStorage('runs', null));

describe('checkpoints of epochs', () => {
  it('are the last few and the best', () => {
    const epochs = [0.91, 0.95, 0.93, 0.94, 0.92].map((accuracy, i) => keptAt(i + 1, { accuracy, loss: 1 }));
    const { kept, dropped } = keepEpochs(epochs, 2);
    expect(kept.map(({ step }) => step)).toEqual([2, 4, 5]);
    expect(dropped.map(({ step }) => step)).toEqual([1, 3]);
  });

  it('are judged by loss where no accuracy is measured, and not at all without validation', () => {
    expect(bestCheckpoint([keptAt(1, { loss: 0.3 }), keptAt(2, { loss: 0.2 }), keptAt(3)])?.step).toBe(2);
    expect(bestCheckpoint([keptAt(1)])).toBeNull();
  });
});

describe('runs that give way', () => {
  const records = [1, 2, 3, 4].map((updatedAt) => recordOf(`run-${updatedAt}`, { updatedAt }));

  it('are the oldest, never one with a name or one that is open', () => {
    const some = [{ ...records[0], name: 'mine' }, ...records.slice(1)];
    expect(excessRuns(some, new Set(['run-2']), 1e9, 2)).toEqual(['run-3', 'run-4']);
    expect(excessRuns(some, new Set(), 1e9, 3)).toEqual(['run-2']);
    expect(excessRuns(some, new Set(), 1e9, 4)).toEqual([]);
  });

  it('are as many as the space asks for', () => {
    expect(excessRuns(records, new Set(), 2500, 50)).toEqual(['run-1', 'run-2']);
  });

  it('go with all that is theirs', async () => {
    const archive = new RunArchive(new FakeTables(), undefined, async () => 20);
    await archive.save(runOf(recordOf('old', { updatedAt: 1 })));
    await archive.save(runOf(recordOf('new', { updatedAt: 2 })));
    expect(await archive.tidy(new Set(['new']))).toBe(1);
    expect((await archive.list()).map(({ record }) => record.id)).toEqual(['new']);
    expect(await archive.curves('old')).toBeNull();
  });
});

describe('the archive', () => {
  it('gives back what was kept', async () => {
    const archive = new RunArchive(new FakeTables());
    const record = recordOf('a', { checkpoints: [keptAt(3), keptAt(3, { slot: LAST })] });
    await archive.save(runOf(record, 'epoch-3'));
    const further = { ...record, step: 5, checkpoints: [keptAt(3), keptAt(5, { slot: LAST })] };
    await archive.save(runOf(further));
    expect((await archive.load('a'))?.checkpoint).toEqual(checkpoint(5));
    expect((await archive.load('a', 'epoch-3'))?.checkpoint).toEqual(checkpoint(3));
    await archive.save(runOf({ ...further, checkpoints: [keptAt(5, { slot: LAST })] }));
    expect(await archive.load('a', 'epoch-3')).toBeNull();
  });

  it('leaves out records that are not what they should be', async () => {
    const tables = new FakeTables();
    const archive = new RunArchive(tables);
    await archive.save(runOf(recordOf('good')));
    await tables.save(runOf({ ...recordOf('bad'), step: -1 }));
    expect((await archive.list()).map(({ record }) => record.id)).toEqual(['good']);
    expect(await archive.load('bad')).toBeNull();
  });

  it('does not undo a name that was given meanwhile', async () => {
    const archive = new RunArchive(new FakeTables());
    await archive.save(runOf(recordOf('a')));
    await archive.change(['a'], { name: 'mine' });
    await archive.save(runOf(recordOf('a', { step: 9 })));
    expect((await archive.list())[0].record).toMatchObject({ name: 'mine', step: 9 });
  });

  it('deletes so that it can be undone, for a while', async () => {
    const archive = new RunArchive(new FakeTables());
    await archive.save(runOf(recordOf('a')));
    await archive.change(['a'], { deletedAt: 1000 });
    expect(await archive.list()).toEqual([]);
    expect(await archive.load('a')).toBeNull();
    await archive.purgeDeleted(30_000);
    await archive.change(['a'], { deletedAt: null });
    expect(await archive.list()).toHaveLength(1);
    await archive.change(['a'], { deletedAt: 1000 });
    await archive.purgeDeleted(100_000);
    await archive.change(['a'], { deletedAt: null });
    expect(await archive.list()).toEqual([]);
  });

  it('counts the runs of each template', async () => {
    const archive = new RunArchive(new FakeTables());
    expect(await archive.nextNumber('xor')).toBe(1);
    await archive.save(runOf(recordOf('a', { number: 4 })));
    expect(await archive.nextNumber('xor')).toBe(5);
    expect(await archive.nextNumber('mnist-mlp')).toBe(1);
  });
});

describe('while storage is full', () => {
  it('holds runs in memory, says so, and moves all of them when there is space', async () => {
    const tables = new FakeTables();
    const archive = new RunArchive(tables);
    tables.refuses = full;
    const checkpoints = [keptAt(3), keptAt(3, { slot: LAST })];
    expect(await archive.save(runOf(recordOf('a', { checkpoints }), 'epoch-3'))).toBe(false);
    expect(await archive.save(runOf(recordOf('b', { updatedAt: 2 })))).toBe(false);
    await archive.change(['a'], { name: 'mine' });
    expect(storageState().runs).toBe('full');
    expect((await archive.list()).map(({ kept }) => kept)).toEqual([false, false]);
    expect((await archive.load('a', 'epoch-3'))?.checkpoint).toEqual(checkpoint(3));

    tables.refuses = null;
    expect(await archive.save(runOf(recordOf('b', { step: 7, updatedAt: 3 })))).toBe(true);
    expect(storageState().runs).toBeNull();
    const again = new RunArchive(tables);
    expect((await again.list()).map(({ record, kept }) => [record.id, record.name, record.step, kept])).toEqual([
      ['b', null, 7, true],
      ['a', 'mine', 3, true],
    ]);
    expect((await again.load('a', 'epoch-3'))?.checkpoint).toEqual(checkpoint(3));
    expect((await again.load('a'))?.checkpoint).toEqual(checkpoint(3));
  });

  it('tells denied from full', async () => {
    const tables = new FakeTables();
    const archive = new RunArchive(tables);
    tables.refuses = new DOMException('no', 'SecurityError');
    await archive.save(runOf(recordOf('a')));
    expect(storageState().runs).toBe('denied');
    tables.refuses = Object.assign(new Error('aborted'), { name: 'AbortError', inner: full });
    await archive.save(runOf(recordOf('a')));
    expect(storageState().runs).toBe('full');
  });
});
