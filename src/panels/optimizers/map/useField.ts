/**
 * The heights of a surface over a window, from the racing worker: one question at a time, so that a zoom is answered as
 * often as the worker can, and what was answered last stays until there is something newer.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Field } from '@/core/racing/requests';
import type { SurfaceSpec, Window } from '@/core/racing/types';
import { useOptimizers } from '../store';
import { racing } from '../useRace';
import { knownSurface } from './knownSurface';
import type { Scale } from './levels';
import { scaleFor } from './paintSurface';

export interface Heights {
  surface: SurfaceSpec;
  field: Field;
}

interface Question {
  surface: SurfaceSpec;
  window: Window;
  columns: number;
  rows: number;
}

/** @param columns,rows of the grid; nothing is asked while they are 0. */
export function useHeights(columns: number, rows: number): Heights | null {
  const surface = useOptimizers(({ document }) => document.surface);
  const window = useOptimizers(({ document }) => document.window);
  const [heights, setHeights] = useState<Heights | null>(null);
  const wanted = useRef<Question | null>(null);
  const asking = useRef(false);
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  useEffect(() => {
    if (columns === 0 || rows === 0) return;
    wanted.current = { surface, window, columns, rows };
    const next = () => {
      const question = wanted.current;
      if (question === null || asking.current || !mounted.current) return;
      wanted.current = null;
      asking.current = true;
      racing
        .ask('field', question)
        .then(
          (field) => mounted.current && setHeights({ surface: question.surface, field }),
          // What cannot be read is said beside the field it was typed into; the map keeps what it has.
          () => {},
        )
        .finally(() => {
          asking.current = false;
          next();
        });
    };
    next();
  }, [surface, window, columns, rows]);

  return heights;
}

/** The scale of these heights, counted from the lowest minimum that is known. */
export function useScale(heights: Heights | null): Scale | null {
  const levels = useOptimizers(({ levels }) => levels);
  return useMemo(() => {
    if (heights === null) return null;
    return scaleFor(knownSurface(heights.surface), levels, heights.field);
  }, [heights, levels]);
}
