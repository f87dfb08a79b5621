/**
 * What the stepper does to the run: applying an update, going back to any iteration and forward again, and taking what
 * was tried over into the network. All of them replace the run's checkpoint.
 */
import type { Graph } from '@/core/graph/types';
import { type Checkpoint, documentStore, runActions, useRun } from '@/state';
import { updatedCheckpoint, withActivations } from './model/batch';
import {
  type AppliedUpdate,
  chooseSamples,
  inputsOnly,
  NO_OVERRIDES,
  type Overrides,
  type Traced,
  useSession,
} from './session';

/** So many iterations, and so many bytes of weights and states, are kept to go back to. */
const HISTORY = { iterations: 200, bytes: 64e6 };
const set = useSession.setState;

function failed(error: unknown): void {
  set({ problem: { code: 'internal', params: { message: error instanceof Error ? error.message : String(error) } } });
}

/** Hands a checkpoint to the run; false, and said so, where it does not take it. */
async function hand(checkpoint: Checkpoint): Promise<boolean> {
  set({ playing: false });
  try {
    await runActions.setCheckpoint(checkpoint);
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

const bytesOf = ({ weights, states }: Checkpoint) =>
  [...Object.values(weights), ...Object.values(states)].reduce((sum, values) => sum + values.byteLength, 0);

/** The latest iterations that may be kept. */
export function kept(applied: readonly AppliedUpdate[], { iterations, bytes } = HISTORY): AppliedUpdate[] {
  const size = applied.length === 0 ? 0 : bytesOf(applied[applied.length - 1].after);
  const most = size === 0 ? iterations : Math.max(1, Math.min(iterations, Math.floor(bytes / size)));
  return applied.slice(-most);
}

/** Writes the update of a trace to the run and begins the next iteration, from its first step. */
export async function applyUpdate(graph: Graph, traced: Traced): Promise<void> {
  const { checkpoint, edits, values, choice, learningRate, lossAfter } = traced;
  const next = updatedCheckpoint(graph, values, checkpoint);
  if (!(await hand(next))) return;
  const lossBefore = graph.loss === null ? Number.NaN : values[graph.loss][0];
  set((state) => {
    const { overrides } = state;
    const { step } = next;
    const made = {
      before: checkpoint,
      after: next,
      edits,
      overrides,
      choice,
      step,
      learningRate,
      lossBefore,
      lossAfter,
    };
    // What was gone back behind does not follow from this update.
    const applied = canUndo(state.applied, checkpoint.step) ? state.applied : [];
    return {
      applied: kept([...applied, made]),
      undone: [],
      checkpoint: next,
      // Edited weights are part of the checkpoint now; edited inputs and targets stay.
      edits: inputsOnly(edits),
      position: 0,
      selection: null,
    };
  });
}

/** Takes the last applied update back: weights, optimizer state, step, and the edits it was made with. */
export async function undoUpdate(): Promise<void> {
  await returnTo(useSession.getState().applied.length - 1);
}

/**
 * Goes to the beginning of an iteration: `index` counts the kept updates before it, those that were gone back behind as
 * well. Weights, states, step, samples and changes are as they were.
 */
export async function returnTo(index: number): Promise<void> {
  const { applied, undone, edits } = useSession.getState();
  const all = [...applied, ...undone.toReversed()];
  if (index < 0 || index > all.length || index === applied.length) return;
  const next = all.at(index);
  const checkpoint = next?.before ?? all[all.length - 1].after;
  if (!(await hand(checkpoint))) return;
  const { choice } = useSession.getState();
  const there = next?.choice ?? all[all.length - 1].choice;
  if (there.split !== choice.split || there.indices.join() !== choice.indices.join()) chooseSamples(there);
  set({
    applied: all.slice(0, index),
    undone: all.slice(index).toReversed(),
    checkpoint,
    edits: next?.edits ?? inputsOnly(edits),
    overrides: next?.overrides ?? useSession.getState().overrides,
    position: 0,
    selection: null,
  });
}

/** An update can be taken back only while the run still stands where it led to. */
export function canUndo(applied: readonly { step: number }[], step: number | undefined): boolean {
  return applied.length > 0 && applied[applied.length - 1].step === step;
}

/** Changes an activation for a try; its own one takes the change back. */
export function tryActivation(layer: string, kind: string, own: string): void {
  const { overrides } = useSession.getState();
  const { [layer]: _, ...others } = overrides.activations;
  const activations = kind === own ? others : { ...others, [layer]: kind };
  set({ overrides: { ...overrides, activations }, playing: false });
}

/** Changes the learning rate for a try; the run's own one takes the change back. */
export function tryRate(learningRate: number, own: number): void {
  const { overrides } = useSession.getState();
  set({ overrides: { ...overrides, learningRate: learningRate === own ? null : learningRate }, playing: false });
}

/** How many settings are changed for a try. */
export function overrideCount({ activations, learningRate }: Overrides): number {
  return Object.keys(activations).length + (learningRate === null ? 0 : 1);
}

/** The run is built again in the time it takes; then it stands at `checkpoint` once more. */
async function built(): Promise<void> {
  const isThere = () => {
    const { dirty, status } = useRun.getState();
    return dirty.length === 0 && status !== 'building' && status !== 'loadingData';
  };
  if (isThere()) return;
  await new Promise<void>((resolve) => {
    const leave = useRun.subscribe(() => {
      if (!isThere()) return;
      leave();
      resolve();
    });
  });
}

/** Takes activations and learning rate that were tried over into the document; weights and states stay as they are. */
export async function keepOverrides(ownRate: number): Promise<void> {
  const { overrides } = useSession.getState();
  const { activations, learningRate } = overrides;
  set({ playing: false });
  try {
    const checkpoint = await runActions.getCheckpoint();
    documentStore.update((document) => {
      const [phase, ...others] = document.training.phases;
      const { optimizer } = phase;
      // Where a schedule has come to another rate than it began with, the beginning moves by the same factor.
      const rate = learningRate === null ? optimizer.learningRate : (optimizer.learningRate * learningRate) / ownRate;
      const phases = [{ ...phase, optimizer: { ...optimizer, learningRate: rate } }, ...others];
      return {
        ...document,
        network: withActivations(document.network, activations),
        training: { ...document.training, phases: phases as typeof document.training.phases },
      };
    });
    set({ overrides: NO_OVERRIDES });
    if (Object.keys(activations).length === 0) return;
    runActions.applySettings();
    await built();
    await runActions.setCheckpoint(checkpoint);
  } catch (error) {
    failed(error);
  }
}
