/**
 * Keeps the answer up with the question: prepares the drawing once a frame, asks the engine with one request in flight,
 * and asks again whenever the weights have changed.
 */
import { useEffect } from 'react';
import { runActions, useRun } from '@/state';
import { useDrawing } from './drawing';
import { latestOnly } from './latest';
import { prepareDigit } from './preprocess';
import { RASTER, rasterise } from './raster';

/** @param capture ids of the layers whose outputs are wanted too, joined with spaces. */
export function usePrediction(capture: string): void {
  useEffect(() => {
    const layers = capture.split(' ').filter(Boolean);
    const latest = latestOnly(
      (input: Float32Array) => runActions.predict(input.slice(), 1, layers),
      (prediction) => useDrawing.setState({ prediction }),
      () => useDrawing.setState({ prediction: null }),
    );
    let frame = 0;

    function ask() {
      const { input } = useDrawing.getState();
      if (input !== null) latest.ask(input);
    }

    function prepare() {
      frame = 0;
      const { strokes, picked } = useDrawing.getState();
      const prepared = picked ? null : prepareDigit(rasterise(strokes), RASTER, RASTER);
      const input = picked?.pixels ?? prepared?.pixels ?? null;
      if (input === null) {
        latest.cancel();
        useDrawing.setState({ prepared, input, prediction: null });
      } else {
        useDrawing.setState({ prepared, input });
        ask();
      }
    }

    const stopDrawing = useDrawing.subscribe((state, before) => {
      const changed = state.strokes !== before.strokes || state.picked !== before.picked;
      if (changed && frame === 0) frame = requestAnimationFrame(prepare);
    });
    const stopRun = useRun.subscribe((state, before) => {
      if (state.checkpointVersion !== before.checkpointVersion || state.status !== before.status) ask();
    });
    prepare();
    return () => {
      stopDrawing();
      stopRun();
      cancelAnimationFrame(frame);
      latest.cancel();
    };
  }, [capture]);
}
