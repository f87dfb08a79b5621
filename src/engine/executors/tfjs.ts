/**
 * The TensorFlow.js executor: compiles a graph, forward, backward and update alike, to a list of closures over kernels.
 * Only what the wanted nodes need is run; when each value is last read is worked out once, and it is freed there.
 * Weights and states are leaves like the input: an update makes new tensors and leaves the old ones to their owner.
 */
import type { Graph, GraphNode } from '@/core/graph/types';
import type { Runner } from './elementwise';
import { findFusions } from './fuse';
import { shared, type Value } from './kernels';
import { type InputFacts, operationOf } from './operations';

/** Values for the leaves of a graph by name: tensors, or numbers for scalars. */
export type Leaves = Pick<ReadonlyMap<string, Value>, 'get'>;

/** A compiled graph. It belongs to the backend that is current at its first run. */
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
  id: number;
  inputs: readonly number[];
  runner: Runner;
  release: number[];
}

/** Nodes that `outputs` depend on. */
function neededBy(graph: Graph, outputs: readonly number[]): Set<number> {
  const needed = new Set(outputs);
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    if (needed.has(id)) for (const input of graph.nodes[id].inputs) needed.add(input);
  }
  return needed;
}

function readersOf(graph: Graph, needed: ReadonlySet<number>): Map<number, number[]> {
  const readers = new Map<number, number[]>([...needed].map((id) => [id, []]));
  for (const id of needed) for (const input of graph.nodes[id].inputs) readers.get(input)!.push(id);
  return readers;
}

const isLeaf = (node: GraphNode) => node.op === 'leaf';

/** For every needed node: its shape and whether its value is a number. */
function factsOf(graph: Graph, needed: ReadonlySet<number>): Map<number, InputFacts> {
  const facts = new Map<number, InputFacts>();
  for (const node of graph.nodes) {
    if (!needed.has(node.id)) continue;
    const onHost = isLeaf(node)
      ? node.role === 'scalar' || node.role === 'constant'
      : operationOf(node.op).onHost(node.inputs.map((input) => facts.get(input)!));
    facts.set(node.id, { shape: node.shape, onHost });
  }
  return facts;
}

function planSteps(graph: Graph, outputs: readonly number[], needed: ReadonlySet<number>): Step[] {
  const kept = new Set(outputs);
  const facts = factsOf(graph, needed);
  const fusions = findFusions(graph, readersOf(graph, needed), kept);
  const inside = new Set([...fusions.values()].flatMap((fusion) => fusion.inside));
  const steps: Step[] = [];
  for (const node of graph.nodes) {
    if (!needed.has(node.id) || isLeaf(node) || inside.has(node.id)) continue;
    const fusion = fusions.get(node.id);
    const inputs = fusion?.inputs ?? node.inputs;
    const runner =
      fusion?.runner ??
      operationOf(node.op).compile(
        node,
        inputs.map((input) => facts.get(input)!),
      );
    steps.push({ id: node.id, inputs, runner, release: [] });
  }
  const seen = new Set<number>(outputs);
  for (const step of [...steps].reverse()) {
    for (const input of step.inputs) {
      if (!seen.has(input) && !isLeaf(graph.nodes[input])) step.release.push(input);
      seen.add(input);
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
  const needed = neededBy(graph, outputs);
  const leaves = graph.nodes.filter((node) => needed.has(node.id) && isLeaf(node));
  const steps = planSteps(graph, outputs, needed);

  const load = (values: (Value | undefined)[], given: Leaves) => {
    for (const leaf of leaves) {
      const value = given.get(leaf.name) ?? (leaf.attrs.value as number | undefined);
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
        for (const { id, inputs, runner, release } of steps) {
          values[id] = runner.run(inputs.map((input) => values[input] as Value));
          done++;
          for (const last of release) {
            free(values[last]);
            values[last] = undefined;
          }
          yield;
        }
      } catch (error) {
        for (const { id } of steps.slice(0, done)) free(values[id]);
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
      for (const { runner } of steps) runner.dispose();
    },
  };
}
