/**
 * A worksheet from the state of the stepper: what is asked for, and all that is needed to answer it. What is given is
 * exactly what the answers are made of and is not asked for itself.
 */
import type { Trace } from '@/core/graph/types';
import { buildTimeline, type ElementRef, isGiven } from '@/core/interpreter/timeline';
import { explained } from '../../model/explained';
import { definitionOf } from '../../model/message';
import { focusOf } from '../../model/moment';
import { isMove } from '../../model/names';
import { candidates, inOrder } from '../choose';
import { type Exercise, exerciseOf } from '../task';

/** More tasks than this are not put on a sheet; of larger networks a few are chosen. */
const MOST_TASKS = 36;
const FEW = 12;
/** Sums of more terms than this are for machines. */
const MOST_TERMS = 10;

export interface Given {
  ref: ElementRef;
  /** What it is, for the tables: what was fed in, or another number of the network. */
  kind: 'input' | 'target' | 'weight' | 'state' | 'scalar' | 'other';
}

export interface Sheet {
  tasks: Exercise[];
  given: Given[];
  /** Whether only some of what could be asked for is. */
  reduced: boolean;
}

/** Elements that go into an exercise's formula: the factors of its terms, a bias's weighted sum opened. */
function factorsOf(trace: Trace, ref: ElementRef): ElementRef[] {
  const { terms, chain, node } = explained(trace, ref.node, ref.element);
  const own = [...terms.flatMap(({ factors }) => factors), ...(chain ?? []).map(({ upstream }) => upstream)];
  if (definitionOf(trace.graph.nodes[node]) !== 'biasAdd') return own;
  return own.flatMap((factor) => {
    const { role, op } = trace.graph.nodes[factor.node];
    return role === null && op !== 'elementwise' ? factorsOf(trace, factor) : [factor];
  });
}

/** Whether a number can be worked out on paper. */
function isFeasible(trace: Trace, ref: ElementRef): boolean {
  const { op } = trace.graph.nodes[ref.node];
  const value = trace.values[ref.node][ref.element];
  return (
    Number.isFinite(value) &&
    op !== 'dropoutMask' &&
    op !== 'randomNormal' &&
    new Set(factorsOf(trace, ref).map(({ node, element }) => `${node} ${element}`)).size <= 2 * MOST_TERMS &&
    explained(trace, ref.node, ref.element).terms.length <= MOST_TERMS
  );
}

/** The numbers asked for when nothing is hidden: all of a small network's, of others one of each operation. */
function defaultTasks(trace: Trace, sample: number): { refs: ElementRef[]; reduced: boolean } {
  const { graph, values } = trace;
  const timeline = buildTimeline(graph, 'operation');
  const moment = { graph, timeline, position: timeline.length, values };
  const choosing = { moment, step: null, focus: null, sample };
  const all = (['forward', 'gradients', 'updates'] as const).flatMap((kind) => candidates(choosing, kind));
  if (all.length <= MOST_TASKS) return { refs: all, reduced: false };
  const followed: ElementRef[] = [];
  for (let index = 1; index <= timeline.length; index++) {
    const focus = focusOf({ ...moment, position: index }, timeline.step(index), sample);
    const node = graph.nodes[focus.node];
    if (!isGiven(node) && !isMove(node) && isFeasible(trace, focus)) followed.push(focus);
  }
  // Evenly from the whole iteration.
  const stride = Math.max(1, followed.length / FEW);
  return { refs: followed.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride)), reduced: true };
}

const KINDS = new Set(['input', 'target', 'weight', 'state', 'scalar']);

/**
 * The worksheet of a trace.
 * @param hidden what is asked for; where it is empty, a choice is made.
 */
export function sheetOf(trace: Trace, hidden: readonly ElementRef[], sample: number): Sheet {
  const { graph } = trace;
  const { refs, reduced } = hidden.length > 0 ? { refs: [...hidden], reduced: false } : defaultTasks(trace, sample);
  const asked = inOrder(buildTimeline(graph, 'operation'), refs).slice(0, MOST_TASKS);
  const keys = new Set(asked.map(({ node, element }) => `${node} ${element}`));
  const given: Given[] = [];
  for (const ref of asked.flatMap((task) => factorsOf(trace, task))) {
    const { node, element } = ref;
    const key = `${node} ${element}`;
    if (keys.has(key)) continue;
    keys.add(key);
    const { role } = graph.nodes[node];
    given.push({ ref: { node, element }, kind: role !== null && KINDS.has(role) ? (role as Given['kind']) : 'other' });
  }
  given.sort((a, b) => a.ref.node - b.ref.node || a.ref.element - b.ref.element);
  return {
    tasks: asked.map((ref) => exerciseOf(trace, trace, ref)),
    given,
    reduced: reduced || asked.length < refs.length,
  };
}
