/** Keeping race and place in step: the newest description is answered last, and time becomes whole updates. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Race, RaceSpec } from '@/core/racing/types';
import { Clock, destination, lastOf, moveTo } from '@/panels/optimizers/playback';
import { editRace, FIRST, useOptimizers } from '@/panels/optimizers/store';
import { followDocument } from '@/panels/optimizers/useRace';

const raceOf = (spec: RaceSpec): Race => ({ spec, tracks: [] });

beforeEach(() => {
  useOptimizers.setState({ document: FIRST, race: null, position: 0, error: null, playing: false });
});

describe('Clock', () => {
  it('gives whole updates and keeps what is left over', () => {
    const clock = new Clock(0);
    const due = [10, 20, 30, 40, 50].map((now) => clock.due(now, 150));
    expect(due).toEqual([1, 2, 1, 2, 1]);
  });

  it('does not make up for a page that was hidden', () => {
    expect(new Clock(0).due(60_000, 100)).toBe(25);
    expect(new Clock(100).due(50, 100)).toBe(0);
  });
});

describe('keys', () => {
  it.each([
    ['ArrowRight', false, 51],
    ['ArrowLeft', true, 40],
    ['Home', false, 0],
    ['End', false, 60],
    ['a', false, null],
  ])('%s (shift: %s) leads from 50 to %s', (key, far, to) => {
    expect(destination(key, far, 50, 60)).toBe(to);
  });

  it('stay within the race', () => {
    expect(destination('ArrowRight', true, 58, 60)).toBe(60);
    expect(destination('ArrowLeft', true, 3, 60)).toBe(0);
  });

  it('end playing, and stop at the end of the race that there is', () => {
    useOptimizers.setState({ playing: true, race: raceOf({ ...FIRST, steps: 100 }) });
    moveTo(300);
    const state = useOptimizers.getState();
    expect([state.playing, state.position, lastOf(state)]).toEqual([false, 100, 100]);
  });
});

describe('followDocument', () => {
  /** Answers when told to. */
  function asked() {
    const open: { spec: RaceSpec; signal: AbortSignal; answer(): void; fail(error: unknown): void }[] = [];
    const ask = (spec: RaceSpec, signal: AbortSignal) =>
      new Promise<Race>((resolve, reject) => {
        open.push({ spec, signal, answer: () => resolve(raceOf(spec)), fail: reject });
      });
    return { open, ask };
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it('has one question open, and asks for the newest description next', async () => {
    const { open, ask } = asked();
    const end = followDocument(ask, 1e6);
    for (const x of [1, 2, 3]) editRace({ start: { x, y: 0 } });
    expect(open).toHaveLength(1);
    open[0].answer();
    await settle();
    expect(useOptimizers.getState().race?.spec.start).toEqual(FIRST.start);
    expect(open.map(({ spec }) => spec.start.x)).toEqual([FIRST.start.x, 3]);
    open[1].answer();
    await settle();
    expect(useOptimizers.getState()).toMatchObject({ computing: false, race: { spec: { start: { x: 3 } } } });
    expect(open).toHaveLength(2);
    end();
  });

  it('gives up an old question when the description has come to rest', async () => {
    const { open, ask } = asked();
    const end = followDocument(ask, 0);
    editRace({ steps: 10 });
    await vi.waitFor(() => expect(open).toHaveLength(2));
    expect(open[0].signal.aborted).toBe(true);
    open[1].answer();
    open[0].fail(new Error('cancelled'));
    await settle();
    expect(useOptimizers.getState()).toMatchObject({ error: null, race: { spec: { steps: 10 } } });
    end();
  });

  it('asks nothing where only another part of the plane is shown', async () => {
    const { open, ask } = asked();
    const end = followDocument(ask, 0);
    open[0].answer();
    await settle();
    editRace({ window: { x: [0, 1], y: [0, 1] } });
    await settle();
    expect(open).toHaveLength(1);
    end();
  });

  it('says what went wrong, and takes it back when the next race runs', async () => {
    const { open, ask } = asked();
    const end = followDocument(ask, 1e6);
    open[0].fail(new Error('broken'));
    await settle();
    expect(useOptimizers.getState().error?.code).toBe('internal');
    editRace({ seed: 5 });
    open[1].answer();
    await settle();
    expect(useOptimizers.getState().error).toBeNull();
    end();
  });
});
