/**
 * What is chosen among the mistakes: how the course of the loss is drawn, and the game of finding a hidden one. The
 * mistake itself is the session's, as the graph is built with it.
 */
import { create } from 'zustand';
import { isAccumulated } from '@/core/faults/gradientsNotZeroed';
import { STEPS_PER_EPOCH } from '@/core/faults/momentsReset';
import type { FaultSpec } from '@/core/faults/types';
import { useSession } from '../session';

export const UPDATES = [5, 10, 20, 50, 100, 200, 500] as const;

/** A round of finding the mistake: which one it is, and what has been guessed. */
export interface Round {
  kind: string;
  guesses: readonly string[];
  /** The mistake is known, found or given up. */
  over: boolean;
}

interface Faults {
  mode: 'choose' | 'find';
  /** Index into `UPDATES`. */
  updates: number;
  scale: 'linear' | 'log';
  stepsPerEpoch: number;
  round: Round | null;
  /** Rounds that are over, and those of them found at the first guess. */
  score: { rounds: number; first: number };
}

export const useFaults = create<Faults>()(() => ({
  mode: 'choose',
  updates: 3,
  scale: 'linear',
  stepsPerEpoch: STEPS_PER_EPOCH,
  round: null,
  score: { rounds: 0, first: 0 },
}));
const set = useFaults.setState;

/** The mistake as it is built in. */
function specOf(kind: string): FaultSpec {
  return kind === 'momentsReset' ? { kind, stepsPerEpoch: useFaults.getState().stepsPerEpoch } : { kind };
}

/** Builds a mistake in, or mends it. Sums of gradients begin anew; what was selected belonged to another graph. */
function build(fault: FaultSpec | null): void {
  useSession.setState(({ checkpoint }) => {
    const states = Object.entries(checkpoint?.states ?? {}).filter(([name]) => !isAccumulated(name));
    return {
      fault,
      checkpoint: checkpoint && { ...checkpoint, states: Object.fromEntries(states) },
      playing: false,
      selection: null,
      hover: null,
    };
  });
}

/** Builds a mistake in that is known by its name; null mends. */
export function breakIt(kind: string | null): void {
  set({ round: null });
  build(kind === null ? null : specOf(kind));
}

export function setStepsPerEpoch(stepsPerEpoch: number): void {
  set({ stepsPerEpoch });
  const { fault } = useSession.getState();
  if (fault?.kind === 'momentsReset') build({ ...fault, stepsPerEpoch });
}

/** Begins a round with one of `kinds`. @param random in [0, 1). */
export function startRound(kinds: readonly string[], random: () => number = Math.random): void {
  if (kinds.length === 0) return;
  const kind = kinds[Math.min(kinds.length - 1, Math.floor(random() * kinds.length))];
  set({ round: { kind, guesses: [], over: false } });
  build(specOf(kind));
}

function end(round: Round, guesses: readonly string[], found: boolean): void {
  const { score } = useFaults.getState();
  const first = score.first + (found && guesses.length === 1 ? 1 : 0);
  set({ round: { ...round, guesses, over: true }, score: { rounds: score.rounds + 1, first } });
}

export function guess(kind: string): void {
  const { round } = useFaults.getState();
  if (round === null || round.over || round.guesses.includes(kind)) return;
  const guesses = [...round.guesses, kind];
  if (kind === round.kind) end(round, guesses, true);
  else set({ round: { ...round, guesses } });
}

export function giveUp(): void {
  const { round } = useFaults.getState();
  if (round !== null && !round.over) end(round, round.guesses, false);
}

/** Whether the mistake that is built in is one to be found: its name is not told. */
export const isSecret = (round: Round | null, fault: FaultSpec | null): boolean =>
  round !== null && !round.over && fault?.kind === round.kind;

// Another document takes its mistake along: a round cannot go on without it.
useSession.subscribe(({ fault }) => {
  const { round } = useFaults.getState();
  if (round !== null && fault?.kind !== round.kind) set({ round: null });
});
