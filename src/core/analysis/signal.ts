/** How large the numbers of one training step are, layer by layer: outputs forwards, gradients back, weights and their steps. */
import type { Trace } from '../graph/types';
import { steepnessIn } from './units';

export interface Size {
  /** Euclidean length. */
  norm: number;
  /** Root of the mean square: the size of a typical element. */
  rms: number;
}

export interface WeightSignal {
  /** `layerId/weightName`. */
  name: string;
  value: Size;
  gradient: Size | null;
  /** What the update changes it by; null where nothing moves it. */
  update: Size | null;
  /** Length of the update beside that of the weight; about 1e-3 is usual for a network that learns. */
  ratio: number | null;
}

export interface LayerSignal {
  layer: string;
  kind: string;
  output: Size;
  /** Of ∂L/∂output; null where none is needed, since nothing before it learns. */
  gradient: Size | null;
  /**
   * The gradient is that of what goes into the activation: a loss that works on logits begins there, and has none of the
   * output itself.
   */
  beforeActivation: boolean;
  /** The steepest slope its activation can have (0.25 for the sigmoid); null without an elementwise activation. */
  steepest: number | null;
  weights: WeightSignal[];
}

export function sizeOfValues(values: ArrayLike<number>): Size {
  // In units of the largest, so that the squares of very small gradients do not vanish.
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (!(size <= most)) most = size;
    if (Number.isNaN(size)) return { norm: Number.NaN, rms: Number.NaN };
  }
  if (most === 0 || most === Number.POSITIVE_INFINITY || values.length === 0) return { norm: most, rms: most };
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / most) ** 2;
  return { norm: most * Math.sqrt(sum), rms: most * Math.sqrt(sum / values.length) };
}

/** The sizes of all layers of a traced training step. */
export function signalOf({ graph, values }: Trace): LayerSignal[] {
  const gradientOf = (node: number): Size | null => {
    const gradient = graph.gradients.get(node);
    return gradient === undefined ? null : sizeOfValues(values[gradient]);
  };
  /** The output, or what in its layer leads to it and has a gradient. */
  const reached = (layer: string, output: number): number => {
    let node = graph.nodes[output];
    while (!graph.gradients.has(node.id) && node.layer === layer && node.inputs.length > 0)
      node = graph.nodes[node.inputs[0]];
    return node.layer === layer ? node.id : output;
  };
  return graph.layers.map(({ id, kind, output }) => ({
    layer: id,
    kind,
    output: sizeOfValues(values[output]),
    gradient: gradientOf(reached(id, output)),
    beforeActivation: gradientOf(output) === null && gradientOf(reached(id, output)) !== null,
    steepest: steepnessIn(graph, id)?.steepest ?? null,
    weights: graph.weights
      .filter(({ layer }) => layer === id)
      .map(({ name, node }) => {
        const value = sizeOfValues(values[node]);
        const updated = graph.updates.get(name);
        const update =
          updated === undefined ? null : sizeOfValues(values[updated].map((after, i) => after - values[node][i]));
        const ratio = update === null || value.norm === 0 ? null : update.norm / value.norm;
        return { name, value, gradient: gradientOf(node), update, ratio };
      }),
  }));
}
