/** Which numbers are worth hiding: those of a step, all gradients, the forward pass, the updates, or some of them. */
import type { Graph } from '@/core/graph/types';
import {
  type ElementRef,
  elementCount,
  elementsOf,
  isGiven,
  type Step,
  type Timeline,
} from '@/core/interpreter/timeline';
import { definitionOf } from '../model/message';
import { type Moment, ofSample } from '../model/moment';
import { isMove } from '../model/names';
import type { CellId } from './store';

export const KINDS = ['number', 'step', 'forward', 'gradients', 'updates', 'random'] as const;
export type HideKind = (typeof KINDS)[number];

export interface Choosing {
  moment: Moment;
  step: Step | null;
  focus: ElementRef | null;
  sample: number;
}

/** Of more numbers than this, some are hidden: nobody works out a hundred. */
export const MOST_HIDDEN = 24;
/** So many are hidden "at random", and of long lists. */
const SOME = 6;

/** The elements of a node that an exercise is made of: one sample's. */
function own({ moment, sample }: Choosing, node: number): ElementRef[] {
  const { start, count } = ofSample(moment.graph, node, sample);
  // A list this long is cut anyway.
  return Array.from({ length: Math.min(count, 512) }, (_, i) => ({ node, element: start + i }));
}

const sizeOf = ({ nodes }: Graph, id: number) => elementCount(nodes[id]);

/** Weighted sums before their bias are asked for with it, and copies say nothing new. */
function isAsked({ moment }: Choosing, id: number): boolean {
  const { graph } = moment;
  const node = graph.nodes[id];
  const readByBias = graph.nodes.some(
    (n) => n.inputs[0] === id && definitionOf(n) === 'biasAdd' && n.phase === 'forward',
  );
  // The loss of a single sample goes through sums and means as it is.
  const single =
    node.phase === 'loss' && node.op.startsWith('reduce') && sizeOf(graph, node.inputs[0]) === sizeOf(graph, id);
  return !isGiven(node) && !isMove(node) && node.op !== 'dropoutMask' && !readByBias && !single;
}

/** The numbers of a kind, in the order of the timeline; those that were fed in are never among them. */
export function candidates(choosing: Choosing, kind: HideKind): ElementRef[] {
  const { moment, step, focus } = choosing;
  const { graph } = moment;
  const all = (ids: Iterable<number>) =>
    [...ids].filter((id) => isAsked(choosing, id)).flatMap((id) => own(choosing, id));
  switch (kind) {
    case 'number':
      return focus === null || isGiven(graph.nodes[focus.node]) ? [] : [focus];
    case 'step':
      return (step?.parts ?? [])
        .filter((part) => isAsked(choosing, part.node))
        .flatMap((part) => [...elementsOf(part)].slice(0, 512).map((element) => ({ node: part.node, element })));
    case 'forward':
      return all(graph.nodes.filter((n) => n.phase === 'forward' || n.phase === 'loss').map((n) => n.id));
    case 'gradients': {
      const about = (id: number) => graph.nodes[id].phase === 'forward';
      return all(new Set([...graph.gradients].filter(([of]) => about(of)).map(([, gradient]) => gradient)));
    }
    case 'updates':
      return [...graph.updates.values()].flatMap((node) =>
        Array.from({ length: Math.min(elementCount(graph.nodes[node]), 512) }, (_, element) => ({ node, element })),
      );
    case 'random':
      return (['forward', 'gradients', 'updates'] as const).flatMap((each) => candidates(choosing, each));
  }
}

/** Some of many, each as likely as the others. `random` gives numbers from 0 to 1. */
export function some<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  return items.filter((item) => chosen.includes(item));
}

/** What is hidden when a kind is chosen. */
export function chosen(choosing: Choosing, kind: HideKind, random: () => number): ElementRef[] {
  const found = candidates(choosing, kind);
  if (kind === 'random') return some(found, SOME, random);
  return found.length > MOST_HIDDEN ? some(found, MOST_HIDDEN / 2, random) : found;
}

/** Sorted as they come on the timeline, so that each can be found from those before it. */
export function inOrder(timeline: Timeline, refs: readonly ElementRef[]): ElementRef[] {
  const at = (ref: ElementRef) => timeline.stepOf(ref.node, ref.element);
  return [...refs].sort((a, b) => at(a) - at(b) || a.node - b.node || a.element - b.element);
}

export const idOf = (moment: Pick<Moment, 'graph'>, { node, element }: ElementRef): CellId => ({
  node: moment.graph.nodes[node].name,
  element,
});

/** The element of a cell, or null where this graph has none. */
export function refOf({ graph }: Pick<Moment, 'graph'>, { node, element }: CellId): ElementRef | null {
  const found = graph.nodes.find(({ name }) => name === node);
  if (found === undefined || element >= elementCount(found) || isGiven(found)) return null;
  return { node: found.id, element };
}
