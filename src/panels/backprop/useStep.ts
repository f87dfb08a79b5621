/**
 * Brings the session's numbers up to date: the run's checkpoint, the chosen samples, then the interpretation and the
 * engine's own step beside it. Whatever arrives late, for something no longer asked, is dropped.
 */
import { useEffect, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { firstSplit } from '@/core/dataset';
import type { FaultSpec } from '@/core/faults/types';
import { buildGraph } from '@/core/graph/build';
import type { Graph } from '@/core/graph/types';
import { InterpreterClient, InterpreterError } from '@/core/interpreter/client';
import type { NetworkSpec } from '@/core/network/spec';
import { TEMPLATES } from '@/core/network/templates';
import { GraphError } from '@/core/ops/types';
import { courseOf } from '@/core/schedules/rate';
import {
  type ChainruleDocument,
  type Checkpoint,
  type DirtySetting,
  documentStore,
  networkInput,
  runActions,
  type Samples,
  useDocument,
  useRun,
  useRunNetwork,
} from '@/state';
import { useTail, useTailSamples } from './batch/useTail';
import { beginWork, endWork, tellWork, useWork } from './batch/work';
import { engineInput, feedsOf, inForm, misfit, withActivations } from './model/batch';
import { type Room, roomFor } from './model/room';
import { chooseSamples, FIRST_CHOICE, receiveCheckpoint, type Traced, useSession } from './session';

export const interpreter = new InterpreterClient();

const set = useSession.setState;
/** Changes that make the document describe another update than the run has; the network is the run's. */
const MATTERS: readonly DirtySetting[] = ['optimizer', 'schedule'];
let nextTrace = 1;
/** So many samples are looked at to find one to begin with. */
const LOOK_AT = 8;

interface Problem {
  code: string;
  params: Record<string, string | number>;
}

function problemOf(error: unknown): Problem {
  if (error instanceof GraphError || error instanceof InterpreterError)
    return { code: error.code, params: error.params };
  return { code: 'internal', params: { message: error instanceof Error ? error.message : String(error) } };
}

type Tail = ReturnType<typeof useTail>;

const optimizerOf = (document: ChainruleDocument) => document.training.phases[0].optimizer;

/** The graph of the document for so many samples, or why it cannot be built. */
function useGraph(
  document: ChainruleDocument,
  batchSize: number,
  fault: FaultSpec | null,
): { graph: Graph | null; room: Room | null; problem: Problem | null } {
  const key = JSON.stringify([document.network, { ...optimizerOf(document), learningRate: 1 }, batchSize, fault]);
  // The key stands for all that the graph follows from; the learning rate is fed, not built in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  return useMemo(() => {
    try {
      const optimizer = optimizerOf(document);
      const build = (network: NetworkSpec, size: number) =>
        buildGraph(network, { batchSize: size, mode: 'training', optimizer, fault });
      const graph = build(document.network, batchSize);
      return { graph, room: roomFor(document.network, graph, build), problem: null };
    } catch (error) {
      return { graph: null, room: null, problem: problemOf(error) };
    }
  }, [key]);
}

/** Whether the run can be asked for its weights. */
function useReachable(): boolean {
  return useRun((run) => ['ready', 'playing', 'paused', 'finished', 'diverged'].includes(run.status));
}

/** Takes the run's checkpoint whenever it has changed and training is not under way. */
function useCheckpoint(owner: string): void {
  const reachable = useReachable();
  const playing = useRun((run) => run.status === 'playing');
  const version = useRun((run) => run.checkpointVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is why to ask again.
  useEffect(() => {
    if (!reachable || (playing && useSession.getState().checkpoint !== null)) return;
    return takeCheckpoint();
  }, [reachable, playing, version, owner]);
}

/** Asks the run for its checkpoint; the returned function makes a late answer count for nothing. */
export function takeCheckpoint(): () => void {
  let wanted = true;
  runActions.getCheckpoint().then(
    (checkpoint) => wanted && receiveCheckpoint(checkpoint),
    (error) => wanted && set({ problem: problemOf(error) }),
  );
  return () => {
    wanted = false;
  };
}

function useSamples(owner: string): void {
  const choice = useSession((s) => s.choice);
  const reachable = useReachable();
  const info = useRun((run) => run.dataset.info);
  const preprocessing = useRun((run) => run.preprocessing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document means other data, another preprocessing other inputs.
  useEffect(() => {
    if (!reachable || info === null) return;
    const untouched = choice === FIRST_CHOICE;
    const split = untouched ? firstSplit(info) : choice.split;
    if (info.counts[split] === 0) {
      set({ choice: FIRST_CHOICE });
      return;
    }
    const opening = untouched ? openingOf(owner, info.counts[split]) : null;
    if (opening !== null) {
      chooseSamples({ split, indices: opening });
      return;
    }
    const indices = choice.indices.filter((i) => i < info.counts[split]);
    if (indices.length !== choice.indices.length) {
      set({ choice: { ...choice, indices: indices.length > 0 ? indices : [0] } });
      return;
    }
    let wanted = true;
    const asked = untouched
      ? Array.from({ length: Math.min(LOOK_AT, info.counts[split]) }, (_, i) => i)
      : choice.indices;
    runActions.samples(split, asked).then(
      (samples) => {
        if (!wanted) return;
        if (untouched) chooseSamples({ split, indices: [telling(samples, asked.length)] });
        else
          set({ samples: asFed(samples), sample: Math.min(useSession.getState().sample, choice.indices.length - 1) });
      },
      (error) => wanted && set({ problem: problemOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [choice, reachable, info, owner, preprocessing]);
}

/** The samples an example begins with; null where it says nothing of them. */
function openingOf(owner: string, count: number): number[] | null {
  const wanted = documentStore.isTemplate(owner) ? TEMPLATES[owner].samples : undefined;
  return wanted === undefined ? null : Array.from({ length: Math.min(wanted, count) }, (_, i) => i);
}

/** With the inputs that the network gets: what is stepped is what is trained. */
const asFed = (samples: Samples): Samples => ({ ...samples, inputs: networkInput(samples.inputs) });

/** Of the first samples, the first whose inputs are not all 0: with zeros alone most gradients are 0, too. */
function telling({ inputs }: Samples, count: number): number {
  const size = inputs.length / count;
  const first = inputs.findIndex((x) => x !== 0);
  return first < 0 ? 0 : Math.floor(first / size);
}

/** Interprets, and lets the engine do the same. */
function useInterpretation(document: ChainruleDocument, graph: Graph | null, tail: Tail, blocked: boolean): void {
  // Only these: a step on the timeline must not draw the whole view anew.
  const { checkpoint, samples, edits, choice, overrides, fault } = useSession(
    useShallow(({ checkpoint, samples, edits, choice, overrides, fault }) => ({
      checkpoint,
      samples,
      edits,
      choice,
      overrides,
      fault,
    })),
  );
  const chosen = useTailSamples(tail, choice, samples, checkpoint);
  const attempt = useWork((work) => work.attempt);
  const { network } = document;
  const optimizer = optimizerOf(document);
  const learningRate = overrides.learningRate ?? nextRate(document, checkpoint);
  const { seed } = document.training;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph stands for the document's network.
  useEffect(() => {
    if (graph === null || checkpoint === null || chosen === null || blocked || choice === FIRST_CHOICE) return;
    const size = graph.batchSize;
    // The samples of the former choice are still there while the new ones are on their way.
    if (chosen.inputs.length !== size * sizeOf(graph, graph.input) || choice.indices.length !== size) return;
    const formed = inForm(chosen, network.loss, size);
    const odd = misfit(graph, checkpoint);
    if (odd !== null) {
      set({ problem: { code: 'misfit', params: { weight: odd } } });
      return;
    }
    let wanted = true;
    const id = nextTrace++;
    const feeds = feedsOf(graph, checkpoint, formed, edits, { learningRate, seed });
    const work = new AbortController();
    const stop = () => work.abort();
    const options = { signal: work.signal, onProgress: tellWork };
    beginWork(stop);
    interpreter.trace({ network, optimizer, batchSize: size, fault, feeds }, options).then(
      ({ values, lossAfter }) => {
        endWork(stop);
        if (!wanted) return;
        const from = { network, optimizer, fault, checkpoint, samples: formed, choice, edits, learningRate };
        const traced: Traced = { id, graph, ...from, values, lossAfter };
        set({ traced, problem: null });
      },
      (error) => {
        endWork(stop);
        if (wanted && !work.signal.aborted) set({ problem: problemOf(error) });
      },
    );
    const own = engineInput(formed, checkpoint, edits, size);
    // The run's own graph is compiled already; another one is built for this step.
    const another = fault !== null || tail !== null || Object.keys(overrides.activations).length > 0;
    const build = another ? { network, optimizer, fault } : undefined;
    runActions.engineStep(own.input, own.checkpoint, learningRate, build).then(
      (step) => wanted && set({ engine: { id, step } }),
      () => wanted && set({ engine: { id, step: null } }),
    );
    return () => {
      wanted = false;
      stop();
    };
  }, [graph, checkpoint, chosen, edits, learningRate, seed, blocked, attempt]);
}

/** The rate of the update that is stepped: where a schedule has come to by then. */
export function nextRate(document: ChainruleDocument, checkpoint: Checkpoint | null): number {
  const [{ optimizer, schedule }] = document.training.phases;
  try {
    return courseOf(optimizer.learningRate, schedule)(checkpoint?.step ?? 0, checkpoint?.memory?.plateau);
  } catch {
    // The run says what is wrong with the schedule.
    return optimizer.learningRate;
  }
}

const sizeOf = (graph: Graph, node: number) => graph.nodes[node].shape.slice(1).reduce((a, b) => a * b, 1);

export interface StepData {
  /** The latest interpretation; while the next is on its way, still the one before. Null until there is one. */
  traced: Traced | null;
  problem: Problem | null;
  /** The run was built with other settings than the document has. */
  outdated: boolean;
  /** What an iteration takes; null while the network cannot be built. */
  room: Room | null;
}

/** Everything the panel shows, kept up to date. */
export function useStep(): StepData {
  const edited = useDocument();
  const owner = edited.template;
  const network = useRunNetwork();
  const activations = useSession((s) => s.overrides.activations);
  const fault = useSession((s) => s.fault);
  const whole = useMemo(() => withActivations(network, activations), [network, activations]);
  const tail = useTail(owner, whole);
  const document = useMemo(() => ({ ...edited, network: tail?.network ?? whole }), [edited, tail, whole]);
  // The worker starts while samples and weights are on their way.
  useEffect(() => interpreter.warm(), []);
  const batchSize = useSession((s) => s.choice.indices.length);
  const { graph, room, problem } = useGraph(document, batchSize, fault);
  const outdated = useRun((run) => run.dirty.some((setting) => MATTERS.includes(setting)));
  useCheckpoint(owner);
  useSamples(owner);
  useInterpretation(document, graph, tail, outdated || room?.fits === false);
  const traced = useSession((s) => s.traced);
  const failed = useSession((s) => s.problem);
  return { traced, problem: problem ?? failed, outdated, room };
}
