/**
 * The drawing as what is looked at: it is made an image once a frame while the pen moves, and the network's answer, with
 * the layers shown beside it, is watched.
 */
import { useEffect } from 'react';
import { lookedAt, useLookedAt, useWatch } from '@/state';
import { useDrawing } from './drawing';
import { prepareDigit } from './preprocess';
import { RASTER, rasterise } from './raster';

/** Whether there is nothing on the pad. */
export function useBlankPad(): boolean {
  const undrawn = useDrawing((state) => state.strokes.length === 0);
  const drawing = useLookedAt((state) => state.source === 'drawing');
  return drawing && undrawn;
}

/** @param capture ids of the layers whose outputs are shown, joined with spaces. */
export function useLooking(capture: string): void {
  useWatch(capture);
  useEffect(() => {
    let frame = 0;

    function prepare() {
      frame = 0;
      if (useLookedAt.getState().source === 'test') return;
      const { strokes } = useDrawing.getState();
      const input = strokes.length === 0 ? null : (prepareDigit(rasterise(strokes), RASTER, RASTER)?.pixels ?? null);
      lookedAt.drawing(input);
    }

    const stop = useDrawing.subscribe((state, before) => {
      if (state.strokes !== before.strokes && frame === 0) frame = requestAnimationFrame(prepare);
    });
    // A drawing that was kept is looked at; nothing kept leaves what another view looks at.
    if (useLookedAt.getState().input === null && useDrawing.getState().strokes.length > 0) prepare();
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, []);
}
