/**
 * The stepper's session: what is being stepped (samples, checkpoint, edits), where on the timeline it is, what is
 * selected, and the updates applied so far. It outlives the panel, so that coming back finds everything as it was.
 */
import { create } from 'zustand';
import type { Split } from '@/core/dataset';
import type { FaultSpec } from '@/core/faults/types';
import type { Graph } from '@/core/graph/types';
import type { ElementRef, Granularity } from '@/core/interpreter/timeline';
import type { NetworkSpec, OptimizerSpec } from '@/core/network/spec';
import type { Checkpoint, EngineStep, Samples } from '@/state';
import { type Edits, NO_EDITS } from './model/batch';
import { editsFrom, recall, remember, storedEdits } from './remember';

/** Chosen samples. */
export interface Choice {
  split: Split;
  indices: number[];
}

/** One interpreted step with everything it followed from, so that shown numbers always belong together. */
export interface Traced {
  /** Counts up; another number means other values. */
  id: number;
  graph: Graph;
  /** What the graph was built from, with what was changed for a try. */
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  fault: FaultSpec | null;
  checkpoint: Checkpoint;
  samples: Samples;
  choice: Choice;
  edits: Edits;
  learningRate: number;
  values: Float64Array[];
  lossAfter: number;
}

/** What is changed for a try, besides single numbers: neither the document nor the run knows of it. */
export interface Overrides {
  /** Activation by the id of its layer. */
  activations: Readonly<Record<string, string>>;
  /** Null: the run's. */
  learningRate: number | null;
}
export const NO_OVERRIDES: Overrides = { activations: {}, learningRate: null };

/** An applied update: an iteration that can be returned to, from either side. */
export interface AppliedUpdate {
  before: Checkpoint;
  after: Checkpoint;
  /** What it was made with. */
  edits: Edits;
  overrides: Overrides;
  choice: Choice;
  /** Step number that the update led to. */
  step: number;
  learningRate: number;
  /** Of its own samples. */
  lossBefore: number;
  lossAfter: number;
}

export type Show = 'both' | 'values' | 'gradients';
export type PictureMode = 'pixels' | 'weights' | 'gradient';
/** Depths of one iteration, from afar to close by: its network, the graph of its operations, one element's formula. */
export const DEPTHS = ['network', 'both', 'operations', 'element'] as const;
/** What stands at the left: one of the depths, or how signals travel through the layers. */
export const VIEWS = [...DEPTHS, 'flow'] as const;
export type View = (typeof VIEWS)[number];
/** What stands at the right. */
export const TOOLS = ['explain', 'check', 'samples', 'faults', 'practice'] as const;
export type Tool = (typeof TOOLS)[number];
/** How formulas are written: number by number, with whole matrices, or as NumPy would have them. */
export const NOTATIONS = ['index', 'matrix', 'code'] as const;
export type Notation = (typeof NOTATIONS)[number];
export const PACES = [0.25, 0.5, 1, 2, 4, 8] as const;
export const MAX_SAMPLES = 32;

interface Session {
  /** What the session belongs to: a document's template. */
  owner: string | null;
  choice: Choice;
  samples: Samples | null;
  checkpoint: Checkpoint | null;
  edits: Edits;
  overrides: Overrides;
  /** A mistake built into the graph on purpose; null: none. */
  fault: FaultSpec | null;
  /** Step of the run when remembered edits were made. */
  editedStep: number | null;
  traced: Traced | null;
  /** The engine's own step for `traced`, or why there is none. */
  engine: { id: number; step: EngineStep | null } | null;
  /** Code and parameters of what went wrong, worded as `problem.<code>`. */
  problem: { code: string; params: Record<string, string | number> } | null;
  granularity: Granularity | null;
  /** Steps done. */
  position: number;
  playing: boolean;
  /** A key is held or the timeline dragged: steps follow one another faster than anyone reads. */
  hurrying: boolean;
  /** Steps a second. */
  pace: number;
  /** The sample of the batch that pictures show. */
  sample: number;
  selection: ElementRef | null;
  hover: ElementRef | null;
  show: Show;
  /** The network as tables instead of a picture. */
  asTable: boolean;
  /** What an image of the input shows while a neuron of the next layer is in focus. */
  picture: PictureMode;
  /** Updates made, the latest last, and those that were gone back behind, the next one last. */
  applied: AppliedUpdate[];
  undone: AppliedUpdate[];
  /** The iteration as it was before anything was changed by hand: what changed numbers are compared with. */
  baseline: Traced | null;
  /** Numbers that a change has altered are marked. */
  showChanges: boolean;
  view: View;
  tool: Tool;
  notation: Notation;
  /** Large type and few controls, for a projector. */
  presenting: boolean;
}

/** Until a person or the panel chooses. */
export const FIRST_CHOICE: Choice = { split: 'train', indices: [0] };

const INITIAL: Session = {
  owner: null,
  choice: FIRST_CHOICE,
  samples: null,
  checkpoint: null,
  edits: NO_EDITS,
  overrides: NO_OVERRIDES,
  fault: null,
  editedStep: null,
  traced: null,
  engine: null,
  problem: null,
  granularity: null,
  position: 0,
  playing: false,
  hurrying: false,
  pace: 1,
  sample: 0,
  selection: null,
  hover: null,
  show: 'both',
  asTable: false,
  picture: 'pixels',
  applied: [],
  undone: [],
  baseline: null,
  showChanges: true,
  view: 'both',
  tool: 'explain',
  notation: 'index',
  presenting: false,
};

export const useSession = create<Session>()(() => INITIAL);
const set = useSession.setState;

/** Turns to another document, as it was left; how the person likes to look at things stays. */
export function openSession(owner: string): void {
  const { owner: current, pace, show, asTable, view, tool, notation, showChanges, presenting } = useSession.getState();
  if (current === owner) return;
  const memory = recall(owner);
  const liked = { pace, show, asTable, view, tool, notation, showChanges, presenting };
  if (memory === null) {
    set({ ...INITIAL, ...liked, owner });
    return;
  }
  const { choice, edits, step, granularity, ...rest } = memory;
  set({
    ...INITIAL,
    ...liked,
    ...rest,
    owner,
    choice: choice ?? FIRST_CHOICE,
    granularity: granularity as Granularity | null,
    edits: editsFrom(edits),
    editedStep: step,
  });
}

/** What is worth keeping is kept a moment after it has changed, as playing changes it often; not while hurrying by. */
const KEEP_AFTER = 400;
let keeping: ReturnType<typeof setTimeout> | null = null;
useSession.subscribe(({ owner, hurrying }) => {
  if (owner === null || hurrying || keeping !== null) return;
  keeping = setTimeout(() => {
    keeping = null;
    keep();
  }, KEEP_AFTER);
});

function keep(): void {
  const state = useSession.getState();
  const { owner, choice, granularity, position, pace, show, asTable, edits, checkpoint } = state;
  if (owner === null || checkpoint === null) return;
  const { view, tool, notation, overrides } = state;
  remember(owner, {
    view,
    tool,
    notation,
    overrides,
    choice: choice === FIRST_CHOICE ? null : choice,
    granularity,
    position,
    pace,
    show,
    asTable,
    step: checkpoint.step,
    edits: storedEdits(edits),
  });
}

/** Whether nothing is changed by hand. What arrives was always made from what is changed now. */
const isUntouched = ({ edits, overrides }: Session) =>
  edits.size === 0 && overrides.learningRate === null && Object.keys(overrides.activations).length === 0;

const sameFault = (a: FaultSpec | null, b: FaultSpec | null) => JSON.stringify(a) === JSON.stringify(b);

/** An iteration may be compared with an earlier one of the same samples, weights and rules. */
const isComparable = (a: Traced, b: Traced) =>
  a.checkpoint === b.checkpoint && a.samples.inputs === b.samples.inputs && sameFault(a.fault, b.fault);

// Kept beside whatever is interpreted: the last iteration that nothing was changed in.
useSession.subscribe((state, before) => {
  const { traced, baseline } = state;
  if (traced === before.traced) return;
  if (traced === null) set({ baseline: null });
  else if (isUntouched(state)) set({ baseline: traced });
  else if (baseline !== null && !isComparable(baseline, traced)) set({ baseline: null });
});

/**
 * Takes over the run's checkpoint. The same as before changes nothing; with another one the edits of weights go, as
 * they were made to numbers that are no more.
 */
export function receiveCheckpoint(checkpoint: Checkpoint): void {
  const { checkpoint: before, editedStep, edits } = useSession.getState();
  if (before !== null && sameCheckpoint(before, checkpoint)) return;
  const kept = before === null && editedStep === checkpoint.step;
  set({ checkpoint, edits: kept ? edits : inputsOnly(edits) });
}

/** Edits of inputs and targets: those that do not depend on the weights. */
export function inputsOnly(edits: Edits): Edits {
  const own = [...edits].filter(([name]) => name === 'input' || name === 'target');
  return own.length === edits.size ? edits : new Map(own);
}

function sameCheckpoint(a: Checkpoint, b: Checkpoint): boolean {
  const same = (x: Checkpoint['weights'], y: Checkpoint['weights']) =>
    Object.keys(x).length === Object.keys(y).length &&
    Object.entries(x).every(([name, values]) => {
      const others = y[name];
      return others?.length === values.length && values.every((value, i) => Object.is(value, others[i]));
    });
  // A graph with a mistake may keep states of its own, of which the run knows nothing.
  const known = Object.fromEntries(Object.entries(a.states).filter(([name]) => Object.hasOwn(b.states, name)));
  return a.step === b.step && same(a.weights, b.weights) && same(known, b.states);
}

/** Chooses samples, at least one and at most `MAX_SAMPLES`; edits of the old ones' inputs are dropped. */
export function chooseSamples(choice: Choice): void {
  if (choice.indices.length === 0) return;
  const edits = new Map(useSession.getState().edits);
  edits.delete('input');
  edits.delete('target');
  set({ choice: { ...choice, indices: choice.indices.slice(-MAX_SAMPLES) }, edits, sample: 0, selection: null });
}

/** Moves on the timeline; what was selected gives way to what the step is about. */
export function goTo(position: number, length: number): void {
  const next = Math.min(length, Math.max(0, position));
  set((state) => ({ position: next, selection: null, playing: state.playing && next < length }));
}

/** Moves by hand, which ends playing. `hurrying`: a key is held or the timeline dragged. */
export function walkTo(position: number, length: number, hurrying = false): void {
  set({ position: Math.min(length, Math.max(0, position)), selection: null, playing: false, hurrying });
}

/** Begins or ends to walk so fast that only the pictures keep up. */
export function hurry(hurrying: boolean): void {
  if (useSession.getState().hurrying !== hurrying) set({ hurrying });
}

export function select(selection: ElementRef | null): void {
  set({ selection, playing: false });
}

export function hover(ref: ElementRef | null): void {
  const { hover: current } = useSession.getState();
  if (current?.node !== ref?.node || current?.element !== ref?.element) set({ hover: ref });
}
