/**
 * A worksheet from the state of the stepper: what is asked for, and all that is needed to answer it. What is given is
 * exactly what the answers are made of and is not asked for itself.
 */
import { symbolLatex } from '@/core/expr';
import type { ElementwiseAttrs, Graph, Trace } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { buildTimeline, type ElementRef, isGiven } from '@/core/interpreter/timeline';
import { explained } from '../../model/explained';
import { definitionOf } from '../../model/message';
import { focusOf } from '../../model/moment';
import { isMove } from '../../model/names';
import { candidates, inOrder } from '../choose';
import { type Exercise, exerciseOf } from '../task';

/** More tasks than this are not put on a sheet; of larger networks a few are chosen. */
const MOST_TASKS = 48;
/** So many of each phase, then. */
const FEW = { forward: 4, loss: 2, backward: 5, update: 2 } as const;
/** Sums of more terms than this are for machines. */
const MOST_TERMS = 10;

/** Formulas of more paths are shortened. */
const MOST_PATHS = 4;

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

/** Whether a number is worth asking for: it is not 0, it repeats none of those it is made of, and has few paths. */
function isTelling(trace: Trace, ref: ElementRef): boolean {
  const { values, graph } = trace;
  const own = values[ref.node][ref.element];
  const repeated = factorsOf(trace, ref).some(({ node, element }) => values[node][element] === own);
  const paths = graph.nodes[ref.node].phase === 'backward' ? explained(trace, ref.node, ref.element).terms.length : 0;
  return own !== 0 && !repeated && paths <= MOST_PATHS;
}

/** Nodes that follow from any of some nodes. */
function following(graph: Graph, from: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  for (const { id, inputs } of graph.nodes) if (inputs.some((i) => from.has(i) || found.has(i))) found.add(id);
  return found;
}

const keyOf = ({ node, element }: ElementRef) => `${node} ${element}`;

/**
 * What is asked for, together with what has to be found on the way: a number between two that are asked for must not be
 * given, as it would give one of them away. Null where that is too much for a sheet.
 */
function closed(trace: Trace, refs: readonly ElementRef[]): ElementRef[] | null {
  const { graph } = trace;
  const later = following(graph, new Set(refs.map(({ node }) => node)));
  const asked = new Map(refs.map((ref) => [keyOf(ref), ref]));
  const open = [...refs];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    for (const { node, element } of factorsOf(trace, ref)) {
      const factor = { node, element };
      if (!later.has(node) || asked.has(keyOf(factor))) continue;
      if (asked.size >= MOST_TASKS) return null;
      asked.set(keyOf(factor), factor);
      open.push(factor);
    }
  }
  return asked.size > MOST_TASKS ? null : [...asked.values()];
}

/** A few of a large network's numbers, one of each operation, evenly from the whole iteration. */
function few(trace: Trace, sample: number): ElementRef[] {
  const { graph, values } = trace;
  const timeline = buildTimeline(graph, 'operation');
  const followed: ElementRef[] = [];
  for (let index = 1; index <= timeline.length; index++) {
    const moment = { graph, timeline, position: index, values };
    const focus = focusOf(moment, timeline.step(index), sample);
    const node = graph.nodes[focus.node];
    if (!isGiven(node) && !isMove(node) && isFeasible(trace, focus) && isTelling(trace, focus)) followed.push(focus);
  }
  const chosen = Object.entries(FEW).flatMap(([phase, count]) => {
    const own = followed.filter(({ node }) => graph.nodes[node].phase === phase);
    const stride = Math.max(1, own.length / count);
    return own.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
  });
  // What is given for one must not be the answer to another.
  const own = new Set(chosen.map(keyOf));
  const given = new Set(
    chosen
      .flatMap((ref) => factorsOf(trace, ref))
      .filter((ref) => !own.has(keyOf(ref)))
      .map(({ node, element }) => values[node][element]),
  );
  return chosen.filter(({ node, element }) => !given.has(values[node][element]));
}

/** The numbers asked for when nothing is hidden: all of a small network's, of others a few. */
function defaultTasks(trace: Trace, sample: number): { refs: ElementRef[]; reduced: boolean } {
  const { graph, values } = trace;
  const timeline = buildTimeline(graph, 'operation');
  const moment = { graph, timeline, position: timeline.length, values };
  const choosing = { moment, step: null, focus: null, sample };
  const [forward, gradients, updates] = (['forward', 'gradients', 'updates'] as const).map((kind) =>
    candidates(choosing, kind),
  );
  // Some optimizers have many lines for a weight: then the update of one weight will do, or of none.
  for (const some of [updates, updates.slice(0, 1), []]) {
    const refs = [...forward, ...gradients, ...some];
    const all = refs.length <= MOST_TASKS && refs.every((ref) => isFeasible(trace, ref)) ? closed(trace, refs) : null;
    if (all !== null) return { refs: all, reduced: some.length < updates.length };
  }
  return { refs: few(trace, sample), reduced: true };
}

const KINDS = new Set(['input', 'target', 'weight', 'state', 'scalar']);

/**
 * The worksheet of a trace.
 * @param hidden what is asked for; where it is empty, a choice is made.
 */
export function sheetOf(trace: Trace, hidden: readonly ElementRef[], sample: number): Sheet {
  const { graph, values } = trace;
  const { refs, reduced } =
    hidden.length > 0 ? { refs: closed(trace, hidden) ?? [...hidden], reduced: false } : defaultTasks(trace, sample);
  const asked = inOrder(buildTimeline(graph, 'operation'), refs);
  const keys = new Set(asked.map(keyOf));
  const given: Given[] = [];
  for (const { node, element } of asked.flatMap((task) => factorsOf(trace, task))) {
    const { role } = graph.nodes[node];
    // Optimizer states have the same symbols for every weight: those that are equal are told once.
    const key =
      role === 'state' ? `${elementSymbol(graph, node, element)} ${values[node][element]}` : `${node} ${element}`;
    if (keys.has(`${node} ${element}`) || keys.has(key)) continue;
    keys.add(key);
    given.push({ ref: { node, element }, kind: role !== null && KINDS.has(role) ? (role as Given['kind']) : 'other' });
  }
  given.sort((a, b) => a.ref.node - b.ref.node || a.ref.element - b.ref.element);
  return { tasks: asked.map((ref) => exerciseOf(trace, trace, ref)), given, reduced };
}

/** Constants of the update rule that the answers need: the momentum, the betas. LaTeX and value. */
export function constantsOf(graph: Graph): { symbol: string; value: number }[] {
  const found = new Map<string, number>();
  for (const { phase, op, attrs } of graph.nodes) {
    if (phase !== 'update' || op !== 'elementwise') continue;
    for (const [name, value] of Object.entries((attrs as unknown as ElementwiseAttrs).constants))
      found.set(name, value);
  }
  return [...found].map(([name, value]) => ({ symbol: symbolLatex(name), value }));
}
