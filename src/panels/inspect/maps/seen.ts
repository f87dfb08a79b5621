/**
 * Snapshots as views take them: planes and extremes worked out once a snapshot for all views; a beat for
 * canvases, as fast as snapshots come while it trains; and a slow one for words and tables, which nobody reads that fast.
 */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type Snapshot, useLookedAt, useWatched } from '@/state';
import { Throttle } from '@/state/throttle';
import { type ColorScale, pictureScale } from '@/theme';
import type { MapsModel } from './model/layers';
import { largest, largestOf, magnitudeOf, planesOf } from './model/scale';

/** Between two paintings. */
const BEAT_MS = 60;
/** … of what is out of sight. */
const UNSEEN_MS = 1500;
/** Between two updates of words and tables. */
const SLOW_MS = 500;
/** Between two updates of numbers that are followed by eye: with the paintings, so that they share the screen's frames. */
export const NUMBERS_MS = 60;

export interface Planes {
  planes: Float32Array;
  /** Largest magnitude of each map. */
  own: Float32Array;
}

const planes = new WeakMap<Float32Array, Planes>();

/** Channels-last values as planes, worked out once. */
export function planesFor(values: Float32Array, maps: number): Planes {
  let known = planes.get(values);
  if (!known) {
    const made = planesOf(values, maps);
    known = { planes: made, own: largestOf(made, maps) };
    planes.set(values, known);
  }
  return known;
}

/** Values of a layer in a snapshot; null when it has none of that size. */
export function valuesOf(seen: Snapshot | null, layer: MapsModel['layers'][number]): Float32Array | null {
  const values = seen?.captured[layer.id];
  return values?.length === layer.height * layer.width * layer.maps ? values : null;
}

/** Largest magnitude among all layers of a snapshot. */
export function wholeOf(seen: Snapshot, { layers }: MapsModel): number {
  return layers.reduce((most, layer) => {
    const values = valuesOf(seen, layer);
    return values ? Math.max(most, largest(planesFor(values, layer.maps).own)) : most;
  }, 0);
}

/** The scale of what lies under a layer's window: a picture as a picture, maps as their layer is painted. */
export function sourceScale(seen: Snapshot, { sourceLayer, sourceSigned }: MapsModel['layers'][number]): ColorScale {
  if (sourceLayer === null) return pictureScale(seen.input);
  const max = magnitudeOf(seen.captured[sourceLayer]);
  return sourceSigned ? { kind: 'diverging', max } : { kind: 'sequential', min: 0, max };
}

/**
 * Calls `paint` now and with new snapshots, with the screen's frames and as often as they come while it trains; while `element`
 * is out of sight once in a while, so that it is not empty when it comes into sight.
 */
export function paintSnapshots(element: Element, paint: (seen: Snapshot | null) => void): () => void {
  let frame = 0;
  let inSight = true;
  const draw = () => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      paint(useWatched.getState().seen);
    });
  };
  const often = new Throttle(draw, BEAT_MS);
  const seldom = new Throttle(draw, UNSEEN_MS);
  const sight = new IntersectionObserver(([entry]) => {
    inSight = entry.isIntersecting;
    if (inSight) often.request();
  });
  sight.observe(element);
  const stop = useWatched.subscribe(() => (inSight ? often : seldom).request());
  draw();
  return () => {
    stop();
    sight.disconnect();
    often.cancel();
    seldom.cancel();
    cancelAnimationFrame(frame);
  };
}

/** A snapshot now and then, for words. */
export function useSlowSnapshot(every = SLOW_MS): Snapshot | null {
  const [seen, setSeen] = useState(() => useWatched.getState().seen);
  useEffect(() => {
    const throttle = new Throttle(() => setSeen(useWatched.getState().seen), every);
    throttle.flush();
    const stop = useWatched.subscribe((state, before) => {
      // Something instead of nothing, and nothing instead of something, at once.
      if ((state.seen === null) !== (before.seen === null)) throttle.flush();
      else throttle.request();
    });
    return () => {
      stop();
      throttle.cancel();
    };
  }, [every]);
  return seen;
}

/** A value as it was at most `every` milliseconds ago: for what is long to draw. */
export function useHeld<T>(value: T, every = SLOW_MS): T {
  const [held, setHeld] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  useEffect(() => {
    const timer = setInterval(() => setHeld(newest.current), every);
    return () => clearInterval(timer);
  }, [every]);
  return held;
}

/** Whether there is something to look at: a drawing that is not empty, or a test image. */
export function useSomething(): boolean {
  return useSyncExternalStore(useLookedAt.subscribe, () => useLookedAt.getState().input !== null);
}
