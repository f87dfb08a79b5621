/**
 * What the interpreter's worker does, without the worker: one whole training step in float64 with the loss it leads to,
 * and questions about that step. Long work comes as generators that yield how far they are, so that a worker can tell
 * and can be stopped. Kept apart so that tests and small tools can call it directly.
 */
import { buildGraph } from '../graph/build';
import { costOf, nodeProducts } from '../graph/cost';
import type { Feeds, Graph } from '../graph/types';
import { GraphError } from '../ops/types';
import type { AskingOf } from '../worker/messages';
import { answerSteps } from '../worker/serve';
import { checkGradients, type GradientCheck, type Progress } from './checks';
import { course } from './course';
import { Differences, SWEEP } from './differences';
import { interpret, interpretSteps, leadingTo, toTheEnd } from './interpret';
import { learnedWeights, meanAndDeviation, sampleGradients, togetherness } from './perSample';
import type {
  DifferenceInput,
  DifferenceOutput,
  ElementInput,
  Exchange,
  InterpreterAnswer,
  InterpreterRequest,
  SampleInput,
  SampleOutput,
  TraceInput,
  TraceOutput,
} from './requests';

export type { DifferenceInput, DifferenceOutput, InterpreterAnswer, InterpreterRequest, TraceInput, TraceOutput };

/** Numbers of all samples' gradients that are kept at once: 64 MB. */
const MOST_KEPT = 8e6;

interface Graphs {
  key: string;
  /** With gradients and update. */
  full: Graph;
  /** Forward and loss only, with the same names. */
  forward: Graph;
  /** As `full`, for one sample; built when first needed. */
  one: Graph | null;
}

/** What has been worked out about the last trace. */
interface Known {
  input: TraceInput;
  feeds: Feeds;
  graphs: Graphs;
  differences: Differences | null;
  /** Gradients of the whole batch by node. */
  gradients: Map<number, Float64Array> | null;
  /** Gradients of each sample by weight. */
  single: Map<string, Float64Array[]>;
}

/** Traces, differences, checks; remembers the last graph and what it was fed. */
export class InterpreterService {
  private graphs: Graphs | null = null;
  private known: Known | null = null;

  /**
   * Interprets one training step, and the loss once more with the updated weights.
   * @throws GraphError when the network or the feeds do not fit.
   */
  trace(input: TraceInput): TraceOutput {
    return toTheEnd(this.traceSteps(input));
  }

  *traceSteps(input: TraceInput): Generator<Progress, TraceOutput> {
    const graphs = this.graphsOf(input);
    const { full, forward } = graphs;
    const feeds: Feeds = new Map(input.feeds);
    this.known = { input, feeds, graphs, differences: null, gradients: null, single: new Map() };
    const total = costOf(full).products + costOf(forward).products;
    const { values } = yield* measured(full, interpretSteps(full, feeds), 0, total);
    const after = new Map(feeds);
    for (const [weight, node] of full.updates) after.set(weight, values[node]);
    const { loss } = forward;
    if (loss === null) return { values, lossAfter: Number.NaN };
    const again = interpretSteps(forward, after, leadingTo(forward, [loss]));
    const trace = yield* measured(forward, again, costOf(full).products, total);
    return { values, lossAfter: trace.values[loss][0] };
  }

  /**
   * The central difference of the loss with respect to one element of a leaf or an inner value, at the samples and
   * weights of the last trace. An inner value is moved by hand; what follows from it is computed again.
   * @throws GraphError `noTrace` before a trace, `unknownNode` for a name the forward graph does not have.
   */
  difference({ node, element, h }: DifferenceInput): DifferenceOutput {
    const differences = this.differences();
    return differences.central(differences.node(node), element, h);
  }

  /** The same for h from 10⁻¹ to 10⁻¹²: large steps cut too much off, small ones drown in rounding. */
  *sweep({ node, element }: ElementInput): Generator<Progress, Exchange['sweep']['output']> {
    const differences = this.differences();
    const id = differences.node(node);
    const found = [];
    for (const [done, h] of SWEEP.entries()) {
      yield { done, total: SWEEP.length };
      found.push(differences.central(id, element, h));
    }
    return { loss: differences.loss, differences: found };
  }

  /** Every gradient that can be checked against a difference; see checks.ts. */
  *checkAll(): Generator<Progress, GradientCheck> {
    const known = this.knownOrThrow();
    const gradients = this.gradients(known);
    return yield* checkGradients(
      known.graphs.full,
      (node) => gradients.get(known.graphs.full.gradients.get(node) as number) as Float64Array,
      this.differences(),
    );
  }

  /** One number of a weight: its gradient for each sample on its own, and for the batch. */
  *perSample({ weight, element }: SampleInput): Generator<Progress, SampleOutput> {
    const known = this.knownOrThrow();
    const { full } = known.graphs;
    const learned = learnedWeights(full);
    if (!learned.some(({ name }) => name === weight)) throw new GraphError('unknownNode', { node: weight });
    if (!known.single.has(weight)) {
      const size = learned.reduce((sum, { size }) => sum + size, 0) * full.batchSize;
      const wanted = size <= MOST_KEPT ? learned.map(({ name }) => name) : [weight];
      known.graphs.one ??= built(known.input, 1);
      known.single = yield* sampleGradients(full, known.graphs.one, known.feeds, wanted);
    }
    const single = known.single.get(weight) as Float64Array[];
    const { node } = full.weights.find(({ name }) => name === weight)!;
    const batch = this.gradients(known).get(full.gradients.get(node) as number) as Float64Array;
    const values = single.map((gradient) => gradient[element]);
    const together = togetherness(full, single, batch);
    return { values, ...meanAndDeviation(values), batch: batch[element], together };
  }

  private knownOrThrow(): Known {
    if (this.known === null) throw new GraphError('noTrace');
    return this.known;
  }

  private differences(): Differences {
    const known = this.knownOrThrow();
    const { forward } = known.graphs;
    known.differences ??= new Differences(forward, interpret(forward, known.feeds).values);
    return known.differences;
  }

  /** Computed again: the values of the trace belong to who asked for them. */
  private gradients(known: Known): Map<number, Float64Array> {
    if (known.gradients) return known.gradients;
    const { full } = known.graphs;
    const ids = [...full.gradients.values()];
    const { values } = interpret(full, known.feeds, leadingTo(full, ids));
    known.gradients = new Map(ids.map((id) => [id, values[id]]));
    return known.gradients;
  }

  private graphsOf(input: TraceInput): Graphs {
    const { network, optimizer, batchSize, fault = null } = input;
    const key = JSON.stringify([network, optimizer, batchSize, fault]);
    if (this.graphs?.key !== key) {
      // A mistake in the forward pass (a second softmax) is in the loss, and so in its differences.
      const forward = buildGraph(network, { batchSize, mode: 'training', fault });
      this.graphs = { key, full: built(input, batchSize), forward, one: null };
    }
    return this.graphs;
  }
}

const built = ({ network, optimizer, fault = null }: TraceInput, batchSize: number): Graph =>
  buildGraph(network, { batchSize, mode: 'training', optimizer, fault });

/** Turns the nodes that an interpretation is about to evaluate into how much of the work is done. */
function* measured(
  graph: Graph,
  steps: ReturnType<typeof interpretSteps>,
  before: number,
  total: number,
): Generator<Progress, ReturnType<typeof interpret>> {
  let done = before;
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    yield { done, total };
    done += nodeProducts(graph, next.value);
  }
}

type Asking = AskingOf<Exchange>;

/** What a request asks for, as work that yields its progress. */
function* work(service: InterpreterService, asking: Asking): Generator<Progress, Exchange[Asking['type']]['output']> {
  switch (asking.type) {
    case 'trace':
      return yield* service.traceSteps(asking.input);
    case 'sweep':
      return yield* service.sweep(asking.input);
    case 'checkAll':
      return yield* service.checkAll();
    case 'perSample':
      return yield* service.perSample(asking.input);
    case 'course':
      return yield* course(asking.input);
    case 'difference':
      return service.difference(asking.input);
  }
}

/** A request's answer, after as much progress as there is to tell; errors become answers too. */
export const serve = (service: InterpreterService, asking: Asking): Generator<Progress, InterpreterAnswer> =>
  answerSteps<Exchange>(asking, () => work(service, asking));

/** Answers a request at once. */
export const answer = (service: InterpreterService, asking: Asking): InterpreterAnswer =>
  toTheEnd(serve(service, asking));
