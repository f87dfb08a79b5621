/**
 * The twelve scenes of the tour: for each, what the page has to show while it is told. Places on the timeline and
 * elements are found by what they mean (the first sum of the first layer, the loss, the weight with the largest
 * gradient), so that a scene fits whatever the weights are. A scene says all it needs, so that any of them can follow
 * any other.
 */
import type { Graph } from '@/core/graph/types';
import type { ElementRef, Timeline } from '@/core/interpreter/timeline';
import { type Edits, NO_EDITS, withEdit } from '../model/batch';
import { largest } from '../model/moment';
import type { Tool } from '../session';

/** How far the weight is moved that the tour edits. */
const NUDGE = 0.5;

/** Moments and elements that the scenes speak of. */
export interface Places {
  /** Steps after which these are known. */
  firstSum: number;
  output: number;
  loss: number;
  backward: number;
  /** The gradient of a hidden neuron's sum: what arrives there, times its slope. */
  chain: number;
  /** The gradient of `weight`. */
  gradient: number;
  /** An update that moves something. */
  updated: number;
  /** The weight of the first layer that matters most for this sample, its gradient, and its name. */
  weight: ElementRef;
  gradientOf: ElementRef;
  name: string;
}

/** The element of a node, or of its first `count` ones, that is largest. */
function largestOf(values: readonly Float64Array[], node: number, count = values[node].length): ElementRef {
  return { node, element: largest(values[node], 0, count) };
}

/** Null where a graph has no layer with a kernel, or no loss to go back from. */
export function placesOf(graph: Graph, timeline: Timeline, values: readonly Float64Array[]): Places | null {
  const kernels = graph.weights.flatMap(({ node, shape, name }) => {
    const gradient = graph.gradients.get(node);
    const updated = graph.updates.get(name);
    if (shape.length !== 2 || gradient === undefined || updated === undefined) return [];
    // A step of an update is told at the weight of the neuron's first input.
    const told = largestOf(values, gradient, shape[1]).element;
    return [{ node, name, gradient, updated, told, most: Math.abs(values[gradient][told]) }];
  });
  const [kernel] = kernels;
  const sum = graph.nodes.find(({ op, inputs }) => op === 'matMul' && inputs.includes(kernel?.node));
  const backward = timeline.phases.find(({ phase }) => phase === 'backward');
  if (kernel === undefined || sum === undefined || backward === undefined || graph.loss === null) return null;
  const weight = { node: kernel.node, element: largestOf(values, kernel.gradient).element };
  const moved = kernels.reduce((best, next) => (next.most > best.most ? next : best));
  const hidden = graph.layers.find(({ id }) => id === sum.layer)?.output;
  const slope = hidden === undefined ? undefined : graph.gradients.get(graph.nodes[hidden].inputs[0]);
  const chain = slope === undefined ? weight : largestOf(values, slope);
  return {
    firstSum: timeline.stepOf(sum.id, 0),
    output: timeline.stepOf(graph.output, 0),
    loss: timeline.stepOf(graph.loss, 0),
    backward: backward.first,
    chain: timeline.stepOf(slope ?? kernel.gradient, chain.element),
    gradient: timeline.stepOf(kernel.gradient, weight.element),
    updated: timeline.stepOf(moved.updated, moved.told),
    weight,
    gradientOf: { node: kernel.gradient, element: weight.element },
    name: kernel.name,
  };
}

export const SCENES = [
  'welcome',
  'timeline',
  'neuron',
  'depths',
  'loss',
  'backward',
  'chain',
  'hover',
  'edit',
  'check',
  'update',
  'applied',
] as const;
export type SceneId = (typeof SCENES)[number];

const NETWORK = '#stepper-network';
const TOOLS = ['#stepper-detail', '#stepper-tools'];

/** What is lit in a scene: the first of these that is on the page. */
export const PARTS: Readonly<Record<SceneId, readonly string[]>> = {
  welcome: [NETWORK],
  timeline: ['#stepper-timeline'],
  neuron: TOOLS,
  depths: ['#stepper-operations', NETWORK],
  loss: TOOLS,
  backward: [NETWORK],
  chain: TOOLS,
  hover: [NETWORK],
  edit: [NETWORK],
  check: ['#stepper-tools'],
  update: TOOLS,
  applied: [NETWORK],
};

export interface Scene {
  position: number;
  tool: Tool;
  selection: ElementRef | null;
  hover: ElementRef | null;
  edits: Edits;
  /** Whether the update has been made. */
  applied: boolean;
}

const PLAIN: Scene = { position: 0, tool: 'explain', selection: null, hover: null, edits: NO_EDITS, applied: false };

/** What a scene shows. `values` are those of the untouched iteration. */
export function sceneOf(id: SceneId, places: Places, values: readonly Float64Array[]): Scene {
  const { weight, name, gradient } = places;
  switch (id) {
    case 'welcome':
    case 'timeline':
      return PLAIN;
    case 'neuron':
      return { ...PLAIN, position: places.firstSum };
    case 'depths':
      return { ...PLAIN, position: places.output };
    case 'loss':
      return { ...PLAIN, position: places.loss };
    case 'backward':
      return { ...PLAIN, position: places.backward };
    case 'chain':
      return { ...PLAIN, position: places.chain };
    case 'hover':
      // The step is about all weights of a neuron: the one that is spoken of is opened.
      return { ...PLAIN, position: gradient, selection: places.gradientOf, hover: weight };
    case 'edit': {
      const before = values[weight.node][weight.element];
      const edits = withEdit(NO_EDITS, name, weight.element, before + NUDGE, before);
      return { ...PLAIN, position: gradient, selection: weight, edits };
    }
    case 'check':
      return { ...PLAIN, position: gradient, selection: places.gradientOf, tool: 'check' };
    case 'update':
      return { ...PLAIN, position: places.updated };
    case 'applied':
      return { ...PLAIN, applied: true };
  }
}
