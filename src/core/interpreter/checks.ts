/**
 * The check of all gradients: each against a central difference of the loss. Small networks are checked number by
 * number; of large tensors a sample that is the same every time.
 *
 * Where a function has a kink (relu at 0, a tie of a maximum), there is no derivative to be found: the slopes on both
 * sides differ, and the gradient follows a convention. Such elements are counted apart.
 */
import type { Graph } from '../graph/types';
import type { Progress } from '../worker/messages';
import type { Differences } from './differences';

export interface CheckedElement {
  element: number;
  /** The gradient of the graph. */
  value: number;
  /** The central difference. */
  slope: number;
  absolute: number;
  /** To the larger of both; 0 where both are 0. */
  relative: number;
}

/** What came of checking the gradient of one tensor. */
export interface CheckedNode {
  /** Name of the weight or inner value. */
  name: string;
  node: number;
  size: number;
  checked: number;
  /** The element that disagrees most for its size; null where all lie at kinks. */
  worst: CheckedElement | null;
  /** Elements that disagree by more than rounding and truncation explain. */
  wrong: number;
  /** Elements at a kink. */
  kinks: number;
}

export interface GradientCheck {
  /** Weights first, then inner values. */
  nodes: CheckedNode[];
  h: number;
  /** Where it is not finite, differences say nothing. */
  loss: number;
}

export type { Progress } from '../worker/messages';

/** Near the best for float64: truncation and rounding are both about 10⁻¹⁰. */
const H = 1e-5;
/** The second try is nearer by this. */
const CLOSER = 30;
/** Products of all differences together, some seconds' worth; shared out among the tensors. */
const BUDGET = 8e8;
/** Of every tensor at least so many elements. */
const LEAST = 4;

/** Values whose gradients are checked: every weight that is learned, and what comes out of the layers. */
function checkable(graph: Graph): number[] {
  const nodes = [...graph.gradients.keys()].map((id) => graph.nodes[id]).sort((a, b) => a.id - b.id);
  const weights = nodes.filter(({ role }) => role === 'weight');
  const outputs = new Set([graph.input, ...graph.layers.map(({ output }) => output)]);
  // Laid out otherwise, they are the same numbers again.
  const others = nodes.filter(({ id, op }) => outputs.has(id) && op !== 'reshape');
  return [...weights, ...others].map(({ id }) => id);
}

/** `count` elements of `size`, spread evenly, the same every time; with the largest gradient among them. */
export function sampleElements(gradient: Float64Array, count: number): number[] {
  const size = gradient.length;
  if (count >= size) return Array.from({ length: size }, (_, i) => i);
  let largest = 0;
  for (let i = 1; i < size; i++) if (Math.abs(gradient[i]) > Math.abs(gradient[largest])) largest = i;
  const chosen = new Set([largest]);
  // Multiples of the golden ratio fall between one another and follow no row or column.
  for (let i = 1; chosen.size < count; i++) chosen.add(Math.floor(((i * 0.6180339887498949) % 1) * size));
  return [...chosen].sort((a, b) => a - b);
}

/** What rounding and truncation may explain, of a gradient whose largest element is `scale`. */
function tolerance(value: number, slope: number, scale: number, loss: number, h: number): number {
  const rounding = (200 * Number.EPSILON * Math.max(Math.abs(loss), 1e-3)) / h;
  return 1e-5 * Math.max(Math.abs(value), Math.abs(slope)) + 1e-6 * scale + rounding;
}

const shown = ({ element, value, slope, absolute, relative }: CheckedElement): CheckedElement => ({
  element,
  value,
  slope,
  absolute,
  relative,
});

const largestOf = (data: Float64Array) => data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** One element: a smaller h is tried where the first does not agree, as a kink may lie between the two points. */
function checkElement(differences: Differences, node: number, element: number, value: number, scale: number) {
  const { loss } = differences;
  let best: (CheckedElement & { excess: number }) | null = null;
  const sides: Sides[] = [];
  for (const h of [H, H / CLOSER]) {
    const { plus, minus, slope } = differences.central(node, element, h);
    const absolute = Math.abs(slope - value);
    const size = Math.max(Math.abs(slope), Math.abs(value));
    const relative = absolute === 0 ? 0 : absolute / size;
    const ratio = absolute / tolerance(value, slope, scale, loss, h);
    // NaN agrees with nothing.
    const excess = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
    if (best === null || excess < best.excess) best = { element, value, slope, absolute, relative, excess };
    if (excess <= 1) return { ...best, kink: false };
    const [left, right] = [(loss - minus) / h, (plus - loss) / h];
    sides.push({ left, right, slack: tolerance(left, right, scale, loss, h) });
  }
  return { ...(best as NonNullable<typeof best>), kink: isKink(sides, value) };
}

/** Slopes on both sides of a point, and how far they may be apart by rounding. */
interface Sides {
  left: number;
  right: number;
  slack: number;
}

/**
 * Whether the slopes on both sides stay apart however near one comes; those of a smooth function come together as h
 * does. Where several kinks meet (many sums that are all 0), the gradient by convention need not lie between the two
 * slopes, but it is of their size.
 */
function isKink([far, near]: readonly Sides[], value: number): boolean {
  const apart = ({ left, right }: Sides) => Math.abs(right - left);
  const stays = apart(near) > near.slack && apart(near) > (3 / CLOSER) * apart(far);
  return stays && Math.abs(value) <= 3 * (Math.abs(near.left) + Math.abs(near.right));
}

/**
 * Checks the gradients of a graph.
 * @param graph with gradients; its forward pass is that of `differences`, under the same names.
 * @param gradientOf the values of the gradient of a node.
 */
export function* checkGradients(
  graph: Graph,
  gradientOf: (node: number) => Float64Array,
  differences: Differences,
): Generator<Progress, GradientCheck> {
  const plan = checkable(graph).map((node) => {
    const gradient = gradientOf(node);
    const own = differences.node(graph.nodes[node].name);
    return { node, own, gradient, cost: 2 * differences.cost(own) };
  });
  const counts = shareOut(plan.map(({ gradient, cost }) => ({ size: gradient.length, cost })));
  const total = counts.reduce((sum, count, i) => sum + count * plan[i].cost, 0);
  let done = 0;
  const nodes: CheckedNode[] = [];
  for (const [i, { node, own, gradient, cost }] of plan.entries()) {
    const scale = largestOf(gradient);
    const elements = sampleElements(gradient, counts[i]);
    let worst: (CheckedElement & { excess: number }) | null = null;
    let [wrong, kinks] = [0, 0];
    for (const element of elements) {
      yield { done, total };
      const { kink, ...checked } = checkElement(differences, own, element, gradient[element], scale);
      if (kink) kinks++;
      else {
        if (checked.excess > 1) wrong++;
        if (worst === null || checked.excess > worst.excess) worst = checked;
      }
      done += cost;
    }
    const { name } = graph.nodes[node];
    nodes.push({
      name,
      node,
      size: gradient.length,
      checked: elements.length,
      worst: worst && shown(worst),
      wrong,
      kinks,
    });
  }
  return { nodes, h: H, loss: differences.loss };
}

/** How many elements of each tensor are within the budget: what small ones do not need is left to the others. */
function shareOut(tensors: readonly { size: number; cost: number }[]): number[] {
  const counts = new Array<number>(tensors.length).fill(0);
  let budget = BUDGET;
  const cheapFirst = tensors.map((tensor, i) => ({ ...tensor, i })).sort((a, b) => a.size * a.cost - b.size * b.cost);
  cheapFirst.forEach(({ size, cost, i }, rank) => {
    const share = budget / (tensors.length - rank);
    counts[i] = Math.min(size, Math.max(LEAST, Math.floor(share / cost)));
    budget = Math.max(0, budget - counts[i] * cost);
  });
  return counts;
}
