/**
 * Batch normalisation in training as two kernels, where the backend has them: forward gives mean, variance and output,
 * backward the gradients of input, gamma and beta. The graph has the primitives (see core/layers/batchNormalization.ts);
 * they are recognised by their definitions and by who reads whom, and run themselves where one of them is wanted.
 */
import type { ElementwiseAttrs, GraphNode } from '@/core/graph/types';
import { batchNormKernels } from '../kernels/batchNorm';
import { materialize, type Tensor, type Value } from './kernels';
import { definitionOf, type Fusion, type Plan } from './plan';

/** The nodes of one layer's forward pass. */
interface Normalization {
  x: number;
  gamma: number;
  beta: number;
  mean: number;
  centred: number;
  squared: number;
  variance: number;
  normalized: number;
  output: number;
  epsilon: number;
}

type Kernels = NonNullable<ReturnType<typeof batchNormKernels>>;

/** The inputs of an elementwise node by the names that its definition gives them; null for another definition. */
function inputsNamed(node: GraphNode, definition: string): Record<string, number> | null {
  if (definitionOf(node) !== definition) return null;
  const { args } = node.attrs as unknown as ElementwiseAttrs;
  return Object.fromEntries(args.map((name, i) => [name, node.inputs[i]]));
}

/** Whether a node is the mean of `source` over all axes but the last. */
function isMean({ nodes }: Plan['graph'], id: number, source: number): boolean {
  const { op, inputs, attrs } = nodes[id];
  const channels = nodes[source].shape.length - 1;
  const axes = attrs.axes as readonly number[];
  return op === 'reduceMean' && inputs[0] === source && axes.length === channels && !axes.includes(channels);
}

/** The layer whose output this node is, if it is one, with all its nodes. */
function normalizationOf({ graph }: Plan, node: GraphNode): Normalization | null {
  const scale = inputsNamed(node, 'batchNorm.scale');
  const normalize = scale && inputsNamed(graph.nodes[scale.n], 'batchNorm.normalize');
  const centre = normalize && inputsNamed(graph.nodes[normalize.d], 'batchNorm.centre');
  if (!scale || !normalize || !centre) return null;
  // Without a scale or a shift it is left to the primitives.
  if (scale.gamma === undefined || scale.beta === undefined) return null;
  const [squared] = graph.nodes[normalize.v].inputs;
  if (inputsNamed(graph.nodes[squared], 'batchNorm.square')?.d !== normalize.d) return null;
  if (!isMean(graph, centre.mu, centre.x) || !isMean(graph, normalize.v, squared)) return null;
  const { constants } = graph.nodes[scale.n].attrs as unknown as ElementwiseAttrs;
  return {
    x: centre.x,
    gamma: scale.gamma,
    beta: scale.beta,
    mean: centre.mu,
    centred: normalize.d,
    squared,
    variance: normalize.v,
    normalized: scale.n,
    output: node.id,
    epsilon: constants.epsilon,
  };
}

/** Whether nothing before the backward phase reads the layer's nodes but the layer, so that their gradients are its own. */
function isAlone({ graph }: Plan, n: Normalization): boolean {
  const allowed = new Map([
    [n.x, [n.mean, n.centred]],
    [n.gamma, [n.output]],
    [n.beta, [n.output]],
    [n.mean, [n.centred]],
    [n.centred, [n.squared, n.normalized]],
    [n.squared, [n.variance]],
    [n.variance, [n.normalized]],
    [n.normalized, [n.output]],
  ]);
  return graph.nodes
    .filter(({ phase }) => phase === 'forward' || phase === 'loss')
    .every(({ id, inputs }) => inputs.every((input) => allowed.get(input)?.includes(id) ?? true));
}

/** Nodes between `from` (left out) and `targets` (among them): those that need `from` and that a target needs. */
function between({ graph }: Plan, from: number, targets: readonly number[]): number[] {
  const after = new Set([from]);
  for (const { id, inputs } of graph.nodes) if (inputs.some((input) => after.has(input))) after.add(id);
  const found = new Set(targets);
  for (const id of found) {
    for (const input of graph.nodes[id].inputs) if (input !== from && after.has(input)) found.add(input);
  }
  return [...found];
}

/**
 * The gradients as one kernel.
 * @returns undefined when there is a reason against it, null when no gradient is needed.
 */
function backward(plan: Plan, n: Normalization, kernels: Kernels): Fusion | null | undefined {
  const { graph, needed, kept } = plan;
  const neededGradient = (id: number) => {
    const gradient = graph.gradients.get(id);
    return gradient !== undefined && needed.has(gradient) ? gradient : null;
  };
  const wanted = [n.x, n.gamma, n.beta].map(neededGradient);
  const outputs = wanted.filter((id) => id !== null);
  const upstream = graph.gradients.get(n.output);
  if (outputs.length === 0 || upstream === undefined) return null;
  const region = between(plan, upstream, outputs);
  const inside = region.filter((id) => !outputs.includes(id));
  const own = new Set([upstream, n.x, ...region, ...Object.values(n)]);
  const closed = region.every((id) => graph.nodes[id].inputs.every((input) => own.has(input)));
  const hidden = inside.every((id) => !kept.has(id) && plan.readersOf(id).every((reader) => region.includes(reader)));
  if (!closed || !hidden || outputs.includes(upstream)) return undefined;
  return {
    outputs,
    inside,
    inputs: [upstream, n.x, n.gamma, n.mean, n.variance],
    at: Math.min(...region),
    run: (values) => {
      const { shape } = graph.nodes[upstream];
      const arriving = materialize(values[0], shape);
      const [x, gamma, mean, variance] = values.slice(1) as Tensor[];
      const { dx, dgamma, dbeta } = kernels.gradient(arriving, x, gamma, { mean, variance }, n.epsilon);
      arriving.dispose();
      return chosen([dx, dgamma, dbeta], wanted);
    },
  };
}

/** The values somebody wants; the others are freed. */
function chosen(values: readonly Tensor[], wanted: readonly (number | null)[]): Value[] {
  values.forEach((value, i) => {
    if (wanted[i] === null) value.dispose();
  });
  return values.filter((_, i) => wanted[i] !== null);
}

/** Mean, variance and output as one kernel; null when somebody wants to see what is between. */
function forward(plan: Plan, n: Normalization, later: readonly number[], kernels: Kernels): Fusion | null {
  const inside = [n.centred, n.squared, n.normalized];
  const own = new Set([...inside, n.variance, n.output, ...later]);
  const hidden = inside.every((id) => !plan.kept.has(id) && plan.readersOf(id).every((reader) => own.has(reader)));
  if (!hidden) return null;
  return {
    outputs: [n.mean, n.variance, n.output],
    inside,
    inputs: [n.x, n.gamma, n.beta],
    at: n.mean,
    run: (values) => {
      const [x, gamma, beta] = values as Tensor[];
      const { mean, variance, output } = kernels.training(x, gamma, beta, n.epsilon);
      return [mean, variance, output];
    },
  };
}

/** Every batch normalisation that can run whole. */
export function findBatchNorms(plan: Plan): Fusion[] {
  const kernels = batchNormKernels();
  if (!kernels) return [];
  return plan.graph.nodes.flatMap((node) => {
    const n = plan.needed.has(node.id) ? normalizationOf(plan, node) : null;
    if (!n || !isAlone(plan, n)) return [];
    const back = backward(plan, n, kernels);
    if (back === undefined) return [];
    const whole = forward(plan, n, back ? [...back.inside, ...back.outputs] : [], kernels);
    if (!whole) return [];
    return back ? [whole, back] : [whole];
  });
}
