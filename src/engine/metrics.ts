/** Accuracy: how a prediction counts as right, on the device for a batch and on the host for an evaluation. */
import type { ElementwiseAttrs, Graph } from '@/core/graph/types';
import type { NetworkSpec } from '@/core/network/spec';
import { run, scalar, type Tensor } from './executors/kernels';

/** `largest`: the class of the largest output. `threshold`: one output, right when on its target's side of a number. */
export type AccuracyRule = { kind: 'largest' } | { kind: 'threshold'; at: number };

/** Targets are 0 or 1, whatever the output's threshold. */
const TARGET_THRESHOLD = 0.5;

/** How a network's answers are judged, or null for regression. */
export function accuracyRule(graph: Graph, { loss }: NetworkSpec): AccuracyRule | null {
  const output = graph.nodes[graph.output];
  const width = output.shape[output.shape.length - 1] ?? 1;
  const activation = output.op === 'elementwise' ? (output.attrs as unknown as ElementwiseAttrs).definition : output.op;
  if (width > 1) {
    return activation === 'softmax' || loss.kind === 'categoricalCrossentropy' ? { kind: 'largest' } : null;
  }
  if (loss.kind === 'binaryCrossentropy') return { kind: 'threshold', at: loss.fromLogits === true ? 0 : 0.5 };
  return activation === 'sigmoid' ? { kind: 'threshold', at: 0.5 } : null;
}

/** Classes an evaluation tells apart. */
export function classCount(rule: AccuracyRule | null, targetSize: number): number {
  if (rule === null) return 0;
  return rule.kind === 'largest' ? targetSize : 2;
}

/** Class of every row, as an int32 or float32 tensor; `at` is the threshold. */
function classesOf(rule: AccuracyRule, x: Tensor, at: number): Tensor {
  if (rule.kind === 'largest') return run('ArgMax', { x }, { axis: x.shape.length - 1 });
  const threshold = scalar(at);
  const above = run('Greater', { a: x, b: threshold });
  const classes = run('Cast', { x: above }, { dtype: 'float32' });
  threshold.dispose();
  above.dispose();
  return classes;
}

/** Share of a batch's rows that are right, a scalar on the device. */
export function batchAccuracy(rule: AccuracyRule, output: Tensor, target: Tensor): Tensor {
  const predicted = classesOf(rule, output, rule.kind === 'threshold' ? rule.at : 0);
  const wanted = classesOf(rule, target, TARGET_THRESHOLD);
  const same = run('Equal', { a: predicted, b: wanted });
  const hits = run('Cast', { x: same }, { dtype: 'float32' });
  const mean = run('Mean', { x: hits }, { axis: hits.shape.map((_, axis) => axis), keepDims: false });
  for (const used of [predicted, wanted, same, hits]) used.dispose();
  return mean;
}

/** Class of every row of an output (or, with `target`, of targets), on the host. */
export function rowClasses(rule: AccuracyRule, values: Float32Array, width: number, target = false): Uint8Array {
  const classes = new Uint8Array(values.length / width);
  const at = rule.kind === 'threshold' && !target ? rule.at : TARGET_THRESHOLD;
  for (let row = 0; row < classes.length; row++) {
    if (rule.kind === 'threshold') classes[row] = values[row] > at ? 1 : 0;
    else classes[row] = largest(values, row * width, width);
  }
  return classes;
}

function largest(values: Float32Array, from: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[from + i] > values[from + best]) best = i;
  return best;
}
