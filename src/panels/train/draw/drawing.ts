/**
 * The drawing: one store outside React, so that a moving pen re-renders only the parts that show it, and a drawing
 * outlives a visit to another panel and a reload. While a test image is looked at instead, the drawing waits beneath it.
 */
import { z } from 'zod';
import { create } from 'zustand';
import { lookedAt, useLookedAt } from '@/state';
import { readStored, writeStored } from '@/state/storage';
import { extend, type Stroke, THICKNESS } from './strokes';

export interface DrawingState {
  /** Oldest first; while the pen is down the last one grows. */
  strokes: Stroke[];
  penDown: boolean;
  thickness: number;
}

const KEY = 'drawing/1';
/** A drawing of more numbers than this is not kept. */
const MOST_KEPT = 20_000;

const keptSchema = z.object({
  strokes: z.array(z.object({ points: z.array(z.number().min(0).max(1)), thickness: z.number().min(0).max(1) })),
  thickness: z.number().min(THICKNESS.min).max(THICKNESS.max),
});

const kept = keptSchema.safeParse(readStored(KEY)).data;

export const useDrawing = create<DrawingState>()(() => ({
  strokes: kept?.strokes ?? [],
  penDown: false,
  thickness: kept?.thickness ?? THICKNESS.usual,
}));

useDrawing.subscribe(({ penDown, strokes, thickness }, before) => {
  const changed = strokes !== before.strokes || thickness !== before.thickness || penDown !== before.penDown;
  if (!changed || penDown) return;
  const size = strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  writeStored(KEY, { strokes: size <= MOST_KEPT ? strokes : [], thickness });
});

/** Within the pad, and to a thousandth of it, which is finer than a pixel: what is kept is what was drawn. */
const inPad = (value: number) => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 1000;

const onTestImage = () => useLookedAt.getState().source === 'test';

export const drawing = {
  /** Begins a stroke; a test image on the pad makes room for it, and what was drawn before. */
  begin(x: number, y: number): void {
    const afresh = onTestImage();
    if (afresh) lookedAt.drawing(null);
    useDrawing.setState(({ strokes, thickness }) => ({
      strokes: [...(afresh ? [] : strokes), { points: [inPad(x), inPad(y)], thickness }],
      penDown: true,
    }));
  },

  /** Takes the pen along `points` (x0, y0, x1, y1, …). */
  move(points: readonly number[]): void {
    useDrawing.setState((state) => {
      const before = state.strokes[state.strokes.length - 1];
      if (!state.penDown || before === undefined) return state;
      let stroke = before;
      for (let at = 0; at < points.length; at += 2) stroke = extend(stroke, inPad(points[at]), inPad(points[at + 1]));
      return stroke === before ? state : { strokes: [...state.strokes.slice(0, -1), stroke] };
    });
  },

  end(): void {
    useDrawing.setState({ penDown: false });
  },

  /** Takes back the last stroke, or puts a test image away, under which the drawing is as it was. */
  undo(): void {
    if (onTestImage()) {
      lookedAt.drawing(null);
      useDrawing.setState(({ strokes }) => ({ strokes: [...strokes], penDown: false }));
    } else useDrawing.setState(({ strokes }) => ({ strokes: strokes.slice(0, -1), penDown: false }));
  },

  clear(): void {
    lookedAt.clear();
    useDrawing.setState({ strokes: [], penDown: false });
  },

  setThickness(thickness: number): void {
    useDrawing.setState({ thickness });
  },
};
