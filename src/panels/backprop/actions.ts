/** What the stepper does to the run: applying an update, and taking it back. Both replace the run's checkpoint. */
import type { Graph } from '@/core/graph/types';
import { runActions } from '@/state';
import { updatedCheckpoint } from './model/batch';
import { inputsOnly, type Traced, useSession } from './session';

const HISTORY = 50;
const set = useSession.setState;

function failed(error: unknown): void {
  set({ problem: { code: 'internal', params: { message: error instanceof Error ? error.message : String(error) } } });
}

/** Writes the update of a trace to the run and begins the next iteration, from its first step. */
export async function applyUpdate(graph: Graph, traced: Traced): Promise<void> {
  const { checkpoint, edits, values } = traced;
  const next = updatedCheckpoint(graph, values, checkpoint);
  set({ playing: false });
  try {
    await runActions.setCheckpoint(next);
  } catch (error) {
    failed(error);
    return;
  }
  set((state) => ({
    applied: [...state.applied, { before: checkpoint, edits, step: next.step }].slice(-HISTORY),
    checkpoint: next,
    // Edited weights are part of the checkpoint now; edited inputs and targets stay.
    edits: inputsOnly(edits),
    position: 0,
    selection: null,
  }));
}

/** Takes the last applied update back: weights, optimizer state, step, and the edits it was made with. */
export async function undoUpdate(): Promise<void> {
  const last = useSession.getState().applied.at(-1);
  if (last === undefined) return;
  set({ playing: false });
  try {
    await runActions.setCheckpoint(last.before);
  } catch (error) {
    failed(error);
    return;
  }
  set((state) => ({
    applied: state.applied.slice(0, -1),
    checkpoint: last.before,
    edits: last.edits,
    position: 0,
    selection: null,
  }));
}

/** An update can be taken back only while the run still stands where it led to. */
export function canUndo(applied: readonly { step: number }[], step: number | undefined): boolean {
  return applied.length > 0 && applied[applied.length - 1].step === step;
}
