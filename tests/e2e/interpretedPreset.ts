/**
 * The other opinion on an example: its first weights, its samples from their own table, and the float64 interpreter, all
 * outside the page.
 */
import { buildGraph } from '@/core/graph/build';
import { sizeOf } from '@/core/graph/shape';
import type { Graph } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { buildTimeline, type Granularity, type Timeline } from '@/core/interpreter/timeline';
import { asTyped } from '@/core/interpreter/typed';
import { targetForm, writeTargets } from '@/core/losses/targets';
import { PRESETS, type PresetId } from '@/core/network/presets';
import type { Template } from '@/core/network/templates';
import type { LoadContext } from '@/data/source';
import { tables } from '@/data/tables';

/** Tables are loaded without a server. */
const NOWHERE = {} as LoadContext;

/** Samples as numbers, inputs and targets in the form that the loss wants. */
async function samplesOf({ data, network, samples }: Template) {
  const table = tables.find(({ id }) => id === data.id);
  if (table === undefined) throw new Error(`There is no table ${data.id}.`);
  const { info, splits } = await table.load(NOWHERE);
  const { inputs, targets } = splits.train;
  const width = sizeOf(info.inputShape);
  // Where an example says nothing, the first sample that is not all zeros is stepped.
  const first = samples === undefined ? Math.floor([...inputs].findIndex((x) => x !== 0) / width) : 0;
  const count = samples ?? 1;
  const vectors = Float32Array.from({ length: count * info.targetSize }, (_, i) => {
    const [sample, place] = [first + Math.floor(i / info.targetSize), i % info.targetSize];
    if (info.classes !== null) return targets[sample] === place ? 1 : 0;
    return targets[sample * info.targetSize + place];
  });
  const form = targetForm(network.loss);
  const wanted = form === 'vector' ? vectors : new Float32Array(form === 'index' ? count : vectors.length);
  if (form !== 'vector') writeTargets(form, vectors, info.targetSize, wanted);
  return { count, inputs: inputs.subarray(first * width, (first + count) * width), targets: wanted };
}

const typed = (values: ArrayLike<number>) => Float64Array.from(values, asTyped);

export class InterpretedPreset {
  private constructor(
    readonly graph: Graph,
    private readonly values: readonly Float64Array[],
  ) {}

  static async of(id: PresetId): Promise<InterpretedPreset> {
    const template: Template = PRESETS[id];
    const { network, training } = template;
    const [{ optimizer }] = training.phases;
    const { count, inputs, targets } = await samplesOf(template);
    const graph = buildGraph(network, { batchSize: count, mode: 'training', optimizer });
    const weights = [...initialWeights(graph, training.seed)].map(
      ([name, values]) => [name, typed(Float32Array.from(values))] as const,
    );
    const feeds = new Map<string, Float64Array | number>([
      ['input', typed(inputs)],
      ['target', typed(targets)],
      ['learningRate', optimizer.learningRate],
      ['step', 1],
      ['seed', training.seed],
      ...weights,
      ...initialStates(graph),
    ]);
    return new InterpretedPreset(graph, interpret(graph, feeds).values);
  }

  timeline(granularity: Granularity): Timeline {
    return buildTimeline(this.graph, granularity);
  }

  value(node: number, element: number): number {
    return this.values[node]?.[element];
  }
}
