/**
 * The TensorFlow.js executor: compiles a graph, forward, backward and update alike, to a list of closures over kernels.
 * Only what the wanted nodes need is run; when each value is last read is worked out once, and it is freed there.
 * Weights and states are leaves like the input: an update makes new tensors and leaves the old ones to their owner.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import { findFusions } from './fuse';
import { shared, type Tensor, tensor, type Value } from './kernels';
import { type InputFacts, operationOf } from './operations';
import { type Plan, planFor } from './plan';

/** Values for the leaves of a graph by name: tensors, or numbers for scalars. */
export type Leaves = Pick<ReadonlyMap<string, Value>, 'get'>;

/** A compiled graph. It belongs to the backend that was current when it was compiled. */
export interface Program {
  readonly graph: Graph;
  /** Node ids, in the order in which `run` returns their values. */
  readonly outputs: readonly number[];
  /** The caller owns the tensors it gets; leaves stay the caller's too. @throws MissingLeaf */
  run(leaves: Leaves): Value[];
  /** The same, yielding between two nodes: who runs it may give way there. It must be run to its end. */
  steps(leaves: Leaves): Generator<void, Value[]>;
  /** Frees the constants the program keeps. */
  dispose(): void;
}

/** A leaf has no value. */
export class MissingLeaf extends Error {
  constructor(readonly leaf: string) {
    super(`No value was given for ${leaf}.`);
    this.name = 'MissingLeaf';
  }
}

interface Step {
  /** Nodes whose values it gives. */
  outputs: readonly number[];
  inputs: readonly number[];
  run(inputs: readonly Value[]): readonly Value[];
  dispose(): void;
  /** Nodes whose values nobody needs afterwards. */
  release: number[];
}

const isLeaf = (node: GraphNode) => node.op === 'leaf';

/** A leaf that is one number whatever its shape. */
const isNumber = ({ role, attrs }: GraphNode) =>
  role === 'scalar' || (role === 'constant' && attrs.values === undefined);

/** For every needed node: its shape and whether its value is a number. */
function factsOf(graph: Graph, needed: ReadonlySet<number>): Map<number, InputFacts> {
  const facts = new Map<number, InputFacts>();
  for (const node of graph.nodes) {
    if (!needed.has(node.id)) continue;
    const onHost = isLeaf(node)
      ? isNumber(node)
      : operationOf(node.op).onHost(node.inputs.map((input) => facts.get(input)!));
    facts.set(node.id, { shape: node.shape, onHost });
  }
  return facts;
}

/** A node by itself. */
function nodeStep(node: GraphNode, inputs: readonly number[], facts: ReadonlyMap<number, InputFacts>): Step {
  const known = inputs.map((input) => facts.get(input)!);
  const runner = operationOf(node.op).compile(node, known);
  return {
    outputs: [node.id],
    inputs,
    run: (values) => [runner.run(values)],
    dispose: () => runner.dispose(),
    release: [],
  };
}

function planSteps(plan: Plan): Step[] {
  const { graph, needed, kept, inputsOf } = plan;
  const facts = factsOf(graph, needed);
  const fusions = findFusions(plan);
  const fused = new Set(fusions.flatMap(({ inside, outputs }) => [...inside, ...outputs]));
  const steps: Step[] = [];
  for (const node of graph.nodes) {
    if (!needed.has(node.id) || isLeaf(node)) continue;
    const fusion = fusions.find(({ at }) => at === node.id);
    if (fusion) steps.push({ ...fusion, dispose: () => undefined, release: [] });
    else if (!fused.has(node.id)) steps.push(nodeStep(node, inputsOf(node.id), facts));
  }
  const seen = new Set(kept);
  for (const step of [...steps].reverse()) {
    // What nobody reads (a statistic that a kernel gives anyway) goes at once.
    for (const id of [...step.inputs, ...step.outputs]) {
      if (!seen.has(id) && !isLeaf(graph.nodes[id])) step.release.push(id);
      seen.add(id);
    }
  }
  return steps;
}

const free = (value: Value | undefined) => {
  if (value !== undefined && typeof value !== 'number') value.dispose();
};

/** Runs what may be interrupted without interruption. */
export function toTheEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Compiles the part of a graph that computes `outputs`.
 * @throws UnsupportedOperation
 */
export function compileGraph(graph: Graph, outputs: readonly number[]): Program {
  const plan = planFor(graph, outputs);
  const leaves = graph.nodes.filter((node) => plan.needed.has(node.id) && isLeaf(node));
  const steps = planSteps(plan);

  /** Constants that are arrays, by their nodes. */
  const constants = new Map<number, Tensor>();

  const constantOf = ({ id, attrs, shape }: GraphNode): Value | undefined => {
    if (attrs.values === undefined) return attrs.value as number | undefined;
    const known = constants.get(id) ?? tensor(Float32Array.from(attrs.values as readonly number[]), shape);
    constants.set(id, known);
    return known;
  };

  const load = (values: (Value | undefined)[], given: Leaves) => {
    for (const leaf of leaves) {
      const value = given.get(leaf.name) ?? constantOf(leaf);
      if (value === undefined) throw new MissingLeaf(leaf.name);
      values[leaf.id] = value;
    }
  };

  return {
    graph,
    outputs,
    run(given) {
      return toTheEnd(this.steps(given));
    },
    *steps(given) {
      const values = new Array<Value | undefined>(graph.nodes.length);
      load(values, given);
      let done = 0;
      try {
        for (const { inputs, outputs: made, run, release } of steps) {
          const results = run(inputs.map((input) => values[input] as Value));
          made.forEach((id, i) => {
            values[id] = results[i];
          });
          done++;
          for (const last of release) {
            free(values[last]);
            values[last] = undefined;
          }
          yield;
        }
      } catch (error) {
        for (const id of steps.slice(0, done).flatMap((step) => step.outputs)) free(values[id]);
        throw error;
      }
      const handedOut = new Set<number>();
      return outputs.map((id) => {
        const value = values[id] as Value;
        const owned = !isLeaf(graph.nodes[id]) && !handedOut.has(id);
        handedOut.add(id);
        return owned || typeof value === 'number' ? value : shared(value);
      });
    },
    dispose() {
      for (const step of steps) step.dispose();
      for (const constant of constants.values()) constant.dispose();
      constants.clear();
    },
  };
}
