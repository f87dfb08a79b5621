/** Which numbers are hidden now: cells of the exercise, and with "guess the sign first" the gradient a step is about. */
import { useMemo } from 'react';
import type { ElementRef, Step } from '@/core/interpreter/timeline';
import { type HiddenNumbers, hiddenNumbers } from '../model/hidden';
import { currentStep, focusOf, type Moment } from '../model/moment';
import { locate, type NetworkModel } from '../model/network';
import type { Traced } from '../session';
import { refOf } from './choose';
import { guessKey, usePractice } from './store';

/** Whether the sign of a number can be guessed: it is the gradient of something that the picture shows. */
export function isGuessable(model: NetworkModel, step: Step, focus: ElementRef): boolean {
  const { gradientOf } = model.graph.nodes[focus.node];
  if (step.phase !== 'backward' || gradientOf === null) return false;
  const place = locate(model, focus);
  return place !== null && place.kind !== 'loss';
}

/** The hidden numbers of a moment, or null when there are none. `bare` is the moment with nothing hidden. */
export function useHiddenNumbers(
  model: NetworkModel,
  traced: Traced,
  bare: Moment,
  sample: number,
): HiddenNumbers | null {
  const cells = usePractice((p) => p.cells);
  const signFirst = usePractice((p) => p.signFirst);
  const guesses = usePractice((p) => p.guesses);
  const { graph } = model;
  const gated = useMemo(() => {
    const step = signFirst ? currentStep(bare) : null;
    if (step === null) return null;
    const focus = focusOf(bare, step, sample);
    const guessed = guessKey(traced.id, focus.node, focus.element) in guesses;
    return !guessed && isGuessable(model, step, focus) ? focus : null;
  }, [signFirst, guesses, bare, sample, model, traced]);
  return useMemo(() => {
    const refs = cells.flatMap((cell) => (cell.state === 'hidden' ? (refOf({ graph }, cell) ?? []) : []));
    return hiddenNumbers(graph, traced.values, gated === null ? refs : [...refs, gated]);
  }, [cells, gated, graph, traced]);
}
