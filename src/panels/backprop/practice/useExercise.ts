/** The exercise of an element with the numbers of now. */
import { useMemo } from 'react';
import type { ElementRef } from '@/core/interpreter/timeline';
import { useScene } from '../stepper';
import { type Exercise, exerciseOf } from './task';

export function useExercise({ node, element }: ElementRef): Exercise {
  const { graph, traced, trace } = useScene();
  return useMemo(
    () => exerciseOf({ graph, values: traced.values }, trace, { node, element }),
    [graph, traced, trace, node, element],
  );
}
