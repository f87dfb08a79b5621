/**
 * What all views of the stepper share: the graph, the moment, the element in focus and what lights up with it. Derived
 * once for the panel and handed down by context, so that the views cannot disagree.
 */
import { createContext, type ReactNode, use, useContext, useEffect, useMemo, useReducer, useRef } from 'react';
import type { Explanation, Graph, Trace } from '@/core/graph/types';
import {
  buildTimeline,
  type ElementRef,
  type Granularity,
  type Step,
  type Timeline,
} from '@/core/interpreter/timeline';
import { asTyped } from '@/core/interpreter/typed';
import { withEdit } from './model/batch';
import { before } from './model/changes';
import { explained } from './model/explained';
import { withoutHidden } from './model/hidden';
import { currentStep, focusOf, isHidden, isKnown, type Moment } from './model/moment';
import { locate, mapKey, type NetworkModel, networkModel, type Place, placeKey } from './model/network';
import { type OperationGraph, operationGraph } from './model/operations';
import { type WindowMark, windowsOf } from './model/windows';
import { afterLayout } from './network/afterLayout';
import partsCss from './parts.module.css';
import { useHiddenNumbers } from './practice/useHidden';
import { type Traced, useSession } from './session';

/** Places of the picture that stand out. */
export interface Marks {
  focus: Place | null;
  hover: Place | null;
  /** Keys of the places, and of the feature maps, whose numbers went into the one in focus. */
  related: ReadonlySet<string>;
  /** Parts of feature maps that the element in focus sees, or that its gradient comes from. */
  windows: readonly WindowMark[];
}

/** What stays as it is from step to step. Parts that need no more are not drawn anew with each of them. */
export interface Scene {
  graph: Graph;
  traced: Traced;
  /** The values formulas are made from: hidden numbers are missing. All of them are in `traced`. */
  trace: Trace;
  model: NetworkModel;
  operations: OperationGraph;
  /** The sample that pictures show. */
  sample: number;
  /** What changed numbers are compared with; null where there is nothing to compare, or it is not to be shown. */
  baseline: Traced | null;
  /** Changes one element of what is fed in. */
  edit(name: string, element: number, value: number): void;
}

export interface Stepper extends Scene {
  timeline: Timeline;
  moment: Moment;
  /** The step done last, or null at the start. */
  step: Step | null;
  /** What is looked at: the selected element, else what the step is about, else nothing. */
  focus: ElementRef | null;
  /** How the element in focus came about; null while it is not known. */
  explanation: Explanation | null;
  marks: Marks;
}

/** Small networks are walked neuron by neuron, large ones operation by operation. */
export function defaultGranularity(graph: Graph): Granularity {
  const neurons = graph.layers.reduce((sum, layer) => sum + layer.outputShape.reduce((a, b) => a * b, 1), 0);
  return neurons <= 16 ? 'neuron' : 'operation';
}

const Context = createContext<Stepper | null>(null);
/** What is shown while others hurry ahead, to the parts that wait. */
const CalmContext = createContext<Stepper | null>(null);
const SceneContext = createContext<Scene | null>(null);
/** The moment while something is hidden in it. */
const HidingContext = createContext<Moment | null>(null);

export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (scene === null) throw new Error('outside of a StepperProvider');
  return scene;
}

/** The stepper around a part, if any. A part that waits asks no more than that: others hurrying on do not concern it. */
function useOptionalStepper(): Stepper | null {
  return useContext(CalmContext) ?? use(Context);
}

export function useStepper(): Stepper {
  const stepper = useOptionalStepper();
  if (stepper === null) throw new Error('outside of a StepperProvider');
  return stepper;
}

/**
 * What is hidden where a number is shown: this very `number`, others (`some`) from which a result may be missing, or
 * `nothing`.
 */
export function useHiding(node?: number, element?: number): 'number' | 'some' | 'nothing' {
  const moment = useContext(HidingContext);
  if (moment === null) return 'nothing';
  if (node === undefined || element === undefined) return 'some';
  return isHidden(moment, node, element) ? 'number' : 'nothing';
}

/** What an element was before something was changed by hand; null where it is as it was. */
export function useChanged(node?: number, element?: number): number | null {
  const scene = useContext(SceneContext);
  if (!scene?.baseline || node === undefined || element === undefined) return null;
  return before(scene.traced, scene.baseline, node, element);
}

/** Tells of elements whether they are hidden; of none outside of the stepper. */
export function useHiddenTest(): (ref: ElementRef | null | undefined) => boolean {
  const moment = useOptionalStepper()?.moment;
  return (ref) => moment !== undefined && !!ref && isHidden(moment, ref.node, ref.element);
}

function editElement(graph: Graph, traced: Traced) {
  return (name: string, element: number, value: number) => {
    const { checkpoint, samples } = traced;
    const originals =
      name === 'input' ? samples.inputs : name === 'target' ? samples.targets : checkpoint.weights[name];
    if (originals === undefined || element >= originals.length || !graph.nodes.some((n) => n.name === name)) return;
    const { edits } = useSession.getState();
    useSession.setState({ edits: withEdit(edits, name, element, value, asTyped(originals[element])) });
  };
}

export function StepperProvider({ traced, children }: { traced: Traced; children: ReactNode }) {
  const { graph } = traced;
  const chosen = useSession((s) => s.granularity);
  const wanted = useSession((s) => s.position);
  const selection = useSession((s) => s.selection);
  const hovered = useSession((s) => s.hover);
  const sample = useSession((s) => Math.min(s.sample, graph.batchSize - 1));
  const baseline = useSession((s) => (s.showChanges ? s.baseline : null));

  const model = useMemo(() => networkModel(graph), [graph]);
  const operations = useMemo(() => operationGraph(graph), [graph]);
  const granularity = chosen ?? defaultGranularity(graph);
  const timeline = useMemo(() => buildTimeline(graph, granularity), [graph, granularity]);
  const position = Math.min(wanted, timeline.length);
  const bare = useMemo<Moment>(
    () => ({ graph, timeline, position, values: traced.values }),
    [graph, timeline, position, traced],
  );
  const hidden = useHiddenNumbers(model, traced, bare, sample);
  const moment = useMemo(() => ({ ...bare, hidden }), [bare, hidden]);
  const trace = useMemo<Trace>(() => withoutHidden({ graph, values: traced.values }, hidden), [graph, traced, hidden]);
  const edit = useMemo(() => editElement(graph, traced), [graph, traced]);

  const now = useMemo(() => {
    const step = currentStep(moment);
    const focus = selection ?? (step && focusOf(moment, step, sample));
    const known = focus !== null && isKnown(moment, focus.node, focus.element);
    const explanation = known ? explained(trace, focus.node, focus.element) : null;
    return { step, focus, explanation, focusPlace: focus && locate(model, focus) };
  }, [moment, selection, sample, trace, model]);

  const related = useMemo(() => relatedPlaces(model, now.explanation), [model, now.explanation]);
  const { step, focus, explanation, focusPlace } = now;
  const windows = useMemo(() => {
    const open = (ref: ElementRef) =>
      isKnown(moment, ref.node, ref.element) ? explained(trace, ref.node, ref.element) : null;
    return windowsOf(model, focus, explanation, open);
  }, [model, focus, explanation, moment, trace]);
  const hoverPlace = useMemo(() => hovered && locate(model, hovered), [model, hovered]);

  const scene = useMemo<Scene>(
    () => ({ graph, traced, trace, model, operations, sample, baseline, edit }),
    [graph, traced, trace, model, operations, sample, baseline, edit],
  );
  const value = useMemo<Stepper>(
    () => ({
      ...scene,
      timeline,
      moment,
      step,
      focus,
      explanation,
      marks: { focus: focusPlace, hover: hoverPlace, related, windows },
    }),
    [scene, timeline, moment, step, focus, explanation, focusPlace, hoverPlace, related, windows],
  );
  return (
    <SceneContext value={scene}>
      <HidingContext value={moment.hidden ? moment : null}>
        <Context value={value}>{children}</Context>
      </HidingContext>
    </SceneContext>
  );
}

/** A hand rests that has not moved on for so long since its step was to be seen, in milliseconds. */
const REST = 200;

/**
 * Parts that are for reading: while a key is held or the timeline dragged they wait, pale, until the hand rests. A part
 * that is given to it should be a `memo`, so that it is not drawn anew meanwhile.
 */
export function Unhurried({ children }: { children: ReactNode }) {
  const now = useStepper();
  const hurrying = useSession((s) => s.hurrying);
  const shown = useRef(now);
  const [, follow] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (!hurrying) shown.current = now;
    if (shown.current === now) return;
    return afterLayout(() => {
      shown.current = now;
      follow();
    }, REST);
  }, [now, hurrying]);
  const value = hurrying ? shown.current : now;
  const behind = value !== now;
  return (
    <HidingContext value={value.moment.hidden ? value.moment : null}>
      <CalmContext value={value}>
        <div className={partsCss.unhurried} data-behind={behind || undefined} aria-busy={behind || undefined}>
          {children}
        </div>
      </CalmContext>
    </HidingContext>
  );
}

const NONE: ReadonlySet<string> = new Set();
/** What went into each explanation, found once: walking back and forth comes to the same ones again. */
const found = new WeakMap<Explanation, ReadonlySet<string>>();

function relatedPlaces(model: NetworkModel, explanation: Explanation | null): ReadonlySet<string> {
  if (explanation === null) return NONE;
  const known = found.get(explanation);
  if (known !== undefined) return known;
  const keys = new Set<string>();
  const add = (ref: ElementRef) => {
    const place = locate(model, ref);
    if (place !== null) keys.add(placeKey(place));
    if (place?.kind === 'cell') keys.add(mapKey(place));
  };
  for (const term of explanation.terms) term.factors.forEach(add);
  for (const path of explanation.chain ?? []) add(path.upstream);
  found.set(explanation, keys);
  return keys;
}
