/**
 * The course of the loss: the same update again and again on the same samples, from where a trace began. With a mistake
 * and without it, side by side, this is the loss curve that gives the mistake away.
 */
import { FAULTS } from '../faults';
import type { FaultSpec } from '../faults/types';
import { buildGraph } from '../graph/build';
import { costOf } from '../graph/cost';
import { sizeOf } from '../graph/shape';
import type { Feeds, Graph } from '../graph/types';
import { checkGradients, type GradientCheck, type Progress } from './checks';
import { Differences } from './differences';
import { interpret, leadingTo } from './interpret';
import type { TraceInput } from './requests';

export interface CourseInput extends TraceInput {
  fault: FaultSpec;
  /** Updates asked for, of each of both. */
  updates: number;
}

export interface CourseOutput {
  /** Loss before the first update and after each one. Shorter than asked for where a loss is no number any more. */
  broken: number[];
  correct: number[];
  /** Updates that were made: fewer than asked for where they would take too long. */
  updates: number;
  /** The check of the broken graph's gradients before the second update, for a mistake that the first does not show. */
  secondCheck: GradientCheck | null;
}

/** Seconds of both courses together, as far as they can be told beforehand. */
const BUDGET = 8;
/** So many updates are made however long they take. */
const LEAST = 3;

/** Updates that fit into a budget of estimated seconds. */
export function affordable(graph: Graph, wanted: number, budget: number): number {
  return Math.min(wanted, Math.max(LEAST, Math.floor(budget / costOf(graph).seconds)));
}

/** Leaves of an iteration, states that are not there as before the first step. */
function start(graph: Graph, feeds: Feeds): Map<string, Float64Array | Float32Array | number> {
  const own = new Map(feeds);
  for (const { name, shape, initial } of graph.states) {
    if (!own.has(name)) own.set(name, new Float64Array(sizeOf(shape)).fill(initial));
  }
  return own;
}

/**
 * Makes `updates` updates, and yields before each one of them what the next is made from.
 * @returns the losses, the last of them after the last update.
 */
export function* repeated(graph: Graph, feeds: Feeds, updates: number): Generator<Feeds, number[]> {
  const { loss } = graph;
  if (loss === null) return [];
  const wanted = leadingTo(graph, [loss, ...graph.updates.values(), ...graph.states.map(({ update }) => update)]);
  const measured = leadingTo(graph, [loss]);
  const own = start(graph, feeds);
  const losses: number[] = [];
  for (let done = 0; done < updates; done++) {
    yield own;
    const { values } = interpret(graph, own, wanted);
    losses.push(values[loss][0]);
    if (!Number.isFinite(values[loss][0])) return losses;
    for (const [name, node] of graph.updates) own.set(name, values[node]);
    for (const { name, update } of graph.states) own.set(name, values[update]);
    own.set('step', Number(own.get('step')) + 1);
  }
  losses.push(interpret(graph, own, measured).values[loss][0]);
  return losses;
}

/** All gradients of a graph at some feeds against central differences. */
export function* checkAt(graph: Graph, forward: Graph, feeds: Feeds): Generator<Progress, GradientCheck> {
  const ids = [...graph.gradients.values()];
  const { values } = interpret(graph, feeds, leadingTo(graph, ids));
  const differences = new Differences(forward, interpret(forward, feeds).values);
  return yield* checkGradients(graph, (node) => values[graph.gradients.get(node) as number], differences);
}

/** Repeats the update with a mistake and without it. @throws GraphError when network or feeds do not fit. */
export function* course(input: CourseInput, budget = BUDGET): Generator<Progress, CourseOutput> {
  const { network, optimizer, batchSize, fault } = input;
  const options = { batchSize, mode: 'training' } as const;
  const graphs = [fault, null].map((own) => buildGraph(network, { ...options, optimizer, fault: own }));
  const updates = affordable(graphs[0], input.updates, budget / 2);
  const total = 2 * updates;
  const feeds: Feeds = new Map(input.feeds);
  const late = FAULTS[fault.kind]?.betrayedBy === 'checkLater';
  let secondCheck: GradientCheck | null = null;
  const curves: number[][] = [];
  for (const [which, graph] of graphs.entries()) {
    const steps = repeated(graph, feeds, updates);
    for (let done = 0; ; done++) {
      yield { done: which * updates + done, total };
      const next = steps.next();
      if (next.done) {
        curves.push(next.value);
        break;
      }
      if (!late || which > 0 || done !== 1) continue;
      // Only numbers of leaves are read: the iteration has not gone on.
      const check = checkAt(graph, buildGraph(network, { ...options, fault }), new Map(next.value));
      for (let part = check.next(); ; part = check.next()) {
        if (part.done) {
          secondCheck = part.value;
          break;
        }
        yield { done, total };
      }
    }
  }
  const [broken, correct] = curves;
  return { broken, correct, updates, secondCheck };
}
