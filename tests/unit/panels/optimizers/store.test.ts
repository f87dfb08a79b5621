/** The history of a race: what is dragged is one step of it, and what is undone is as it was. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  editRace,
  FIRST,
  goTo,
  holdHistory,
  openRace,
  redoRace,
  setStart,
  setWindow,
  undoRace,
  useOptimizers,
} from '@/panels/optimizers/store';

const now = () => useOptimizers.getState();
const past = () => useOptimizers.temporal.getState().pastStates.length;

beforeEach(() => {
  vi.useFakeTimers();
  openRace(FIRST);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the history of a race', () => {
  it('begins empty, at the end of the race', () => {
    expect([past(), now().position, now().chosen]).toEqual([0, FIRST.steps, 'adam']);
    undoRace();
    expect(now().document).toBe(FIRST);
  });

  it('takes a drag for one step, and the next drag for another', () => {
    for (let i = 0; i < 50; i++) {
      setStart({ x: i / 100, y: 0.123456789 });
      vi.advanceTimersByTime(20);
    }
    expect(past()).toBe(1);
    expect(now().document.start).toEqual({ x: 0.49, y: 0.123457 });
    vi.advanceTimersByTime(2000);
    setStart({ x: 1, y: 1 });
    setWindow({ x: [0, 1], y: [0, 2] });
    expect(past()).toBe(3);
    undoRace();
    undoRace();
    expect(now().document.start.x).toBe(0.49);
    undoRace();
    expect(now().document).toBe(FIRST);
    redoRace();
    expect(now().document.start.x).toBe(0.49);
  });

  it('takes a drag for one step as long as the pointer is down, however slow it is', () => {
    for (const x of [0, 1]) {
      holdHistory(true);
      for (let i = 0; i < 3; i++) {
        setStart({ x, y: i / 10 });
        vi.advanceTimersByTime(5000);
      }
      holdHistory(false);
    }
    expect(past()).toBe(2);
    undoRace();
    expect(now().document.start).toEqual({ x: 0, y: 0.2 });
  });

  it('does not know where one looks', () => {
    goTo(3);
    useOptimizers.setState({ lit: 'adam' });
    expect(past()).toBe(0);
    editRace({ steps: 2 });
    expect([past(), now().position]).toEqual([1, 2]);
  });

  it('after another change there is nothing to go forward to', () => {
    editRace({ seed: 5 });
    undoRace();
    editRace({ seed: 6 });
    redoRace();
    expect(now().document.seed).toBe(6);
  });
});
