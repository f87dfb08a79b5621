/**
 * What a network with two inputs makes of the plane: its answer at every point of a grid and at the samples, asked again
 * whenever the weights change, with one request in flight.
 */
import { useEffect, useState } from 'react';
import { type Prediction, runActions, type Samples, useRun } from '@/state';
import { latestOnly } from '../draw/latest';
import { gridPoints } from './grid';

/** Cells a side. */
export const SIDE = 48;

export interface Plane {
  samples: Samples | null;
  /** Answers at SIDE × SIDE points, row by row from the top left, then at every sample. */
  prediction: Prediction | null;
}

/**
 * @param count how many samples there are.
 * @param capture ids of the hidden layers, joined with spaces.
 */
export function usePlane(count: number, capture: string): Plane {
  const [plane, setPlane] = useState<Plane>({ samples: null, prediction: null });

  useEffect(() => {
    const layers = capture.split(' ').filter(Boolean);
    const grid = gridPoints(SIDE);
    let samples: Samples | null = null;
    let stopped = false;
    const latest = latestOnly(
      (found: Samples) => {
        const points = new Float32Array(grid.length + found.inputs.length);
        points.set(grid);
        points.set(found.inputs, grid.length);
        return runActions.predict(points, points.length / 2, layers);
      },
      (prediction, found) => setPlane({ samples: found, prediction }),
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
        setPlane((before) => ({ ...before, samples }));
        ask();
      },
      () => setPlane({ samples: null, prediction: null }),
    );
    const stop = useRun.subscribe((state, before) => {
      if (state.checkpointVersion !== before.checkpointVersion) ask();
    });
    return () => {
      stopped = true;
      stop();
      latest.cancel();
    };
  }, [count, capture]);

  return plane;
}
