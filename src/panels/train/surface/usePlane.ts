/**
 * What a network makes of a few samples and, with two inputs, of the plane around them: its answer at every point of a
 * grid and at the samples, asked again whenever the weights change, with one request in flight.
 */
import { useEffect, useState } from 'react';
import { type Prediction, runActions, type Samples, useRun } from '@/state';
import { latestOnly } from '../draw/latest';
import { gridPoints, type Patch, patchAround } from './grid';

/** Cells a side. */
export const SIDE = 48;

export interface Plane {
  samples: Samples | null;
  /** The part of the plane that is looked at; null where there is none. */
  patch: Patch | null;
  /** Answers at SIDE × SIDE points of the patch, row by row from the top left, then at every sample. */
  prediction: Prediction | null;
}

const NOTHING: Plane = { samples: null, patch: null, prediction: null };

/**
 * @param count how many samples there are.
 * @param capture ids of the hidden layers, joined with spaces.
 * @param plane whether the samples lie in a plane that is looked at.
 */
export function usePlane(count: number, capture: string, plane = true): Plane {
  const [state, setPlane] = useState(NOTHING);

  useEffect(() => {
    const layers = capture.split(' ').filter(Boolean);
    let samples: Samples | null = null;
    let stopped = false;
    const latest = latestOnly(
      (found: Samples) => {
        const grid = plane ? gridPoints(SIDE, patchAround(found.inputs)) : new Float32Array(0);
        const points = new Float32Array(grid.length + found.inputs.length);
        points.set(grid);
        points.set(found.inputs, grid.length);
        return runActions.predict(points, grid.length / 2 + count, layers);
      },
      (prediction, found) => setPlane({ samples: found, patch: plane ? patchAround(found.inputs) : null, prediction }),
      () => setPlane((before) => ({ ...before, prediction: null })),
    );
    const ask = () => {
      if (samples !== null) latest.ask(samples);
    };
    const indices = Array.from({ length: count }, (_, index) => index);
    runActions.samples('train', indices).then(
      (found) => {
        if (stopped) return;
        samples = found;
        setPlane((before) => ({ ...before, samples: found }));
        ask();
      },
      () => setPlane(NOTHING),
    );
    const stop = useRun.subscribe((state, before) => {
      if (state.checkpointVersion !== before.checkpointVersion) ask();
    });
    return () => {
      stopped = true;
      stop();
      latest.cancel();
    };
  }, [count, capture, plane]);

  return state;
}
