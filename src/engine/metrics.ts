/** Accuracy: how a prediction counts as right, on the device for a batch and on the host for an evaluation. */
import type { ElementwiseAttrs, Graph } from '@/core/graph/types';
import { largest, targetForm } from '@/core/losses/targets';
import type { NetworkSpec } from '@/core/network/spec';
import { run, scalar, type Tensor } from './executors/kernels';

/**
 * `largest`: the class of the largest output; `numbered` where targets are the numbers of the classes. `threshold`: one
 * output, right when on its target's side of a number.
 */
export type AccuracyRule = { kind: 'largest'; numbered: boolean } | { kind: 'threshold'; at: number };

/** Targets are 0 or 1, or −1 or 1, whatever the output's threshold. */
const TARGET_THRESHOLD = 0.5;

/** Losses over classes, whatever the data and whatever the last activation is. */
const OVER_CLASSES: ReadonlySet<string> = new Set([
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'klDivergence',
  'hinge',
  'squaredHinge',
  'perceptron',
]);
/** Activations whose values are shares of classes, or order them as shares would. */
const SHARES: ReadonlySet<string> = new Set(['softmax', 'logSoftmax']);
/** Activations between 0 and 1: a yes or a no. */
const YES_OR_NO: ReadonlySet<string> = new Set(['sigmoid', 'hardSigmoid', 'step']);

/**
 * How a network's answers are judged, or null where they are no classes: regression, or an output with more axes.
 * @param classes whether the data are of classes, of which one is right.
 */
export function accuracyRule(graph: Graph, { loss }: NetworkSpec, classes: boolean): AccuracyRule | null {
  const output = graph.nodes[graph.output];
  if (output.shape.length !== 2) return null;
  const [, width] = output.shape;
  const activation = output.op === 'elementwise' ? (output.attrs as unknown as ElementwiseAttrs).definition : output.op;
  if (width > 1) {
    const judged = classes || OVER_CLASSES.has(loss.kind) || SHARES.has(activation);
    return judged ? { kind: 'largest', numbered: targetForm(loss) === 'index' } : null;
  }
  // A margin, or a logit, is on the side of yes from 0 on.
  if (targetForm(loss) === 'sign') return { kind: 'threshold', at: 0 };
  if (loss.kind === 'binaryCrossentropy') return { kind: 'threshold', at: loss.fromLogits === true ? 0 : 0.5 };
  return YES_OR_NO.has(activation) ? { kind: 'threshold', at: 0.5 } : null;
}

/** Classes an evaluation tells apart. */
export function classCount(rule: AccuracyRule | null, outputs: number): number {
  if (rule === null) return 0;
  return rule.kind === 'largest' ? outputs : 2;
}

function largestOf(x: Tensor): Tensor {
  return run('ArgMax', { x }, { axis: x.shape.length - 1 });
}

/** 1 where a value is above `at`, else 0. */
function above(x: Tensor, at: number): Tensor {
  const threshold = scalar(at);
  const yes = run('Greater', { a: x, b: threshold });
  const classes = run('Cast', { x: yes }, { dtype: 'float32' });
  threshold.dispose();
  yes.dispose();
  return classes;
}

/** Classes of a batch's targets. */
function wantedClasses(rule: AccuracyRule, target: Tensor): Tensor {
  if (rule.kind === 'threshold') return above(target, TARGET_THRESHOLD);
  return rule.numbered ? run('Cast', { x: target }, { dtype: 'int32' }) : largestOf(target);
}

/** Share of a batch's rows that are right, a scalar on the device. */
export function batchAccuracy(rule: AccuracyRule, output: Tensor, target: Tensor): Tensor {
  const predicted = rule.kind === 'threshold' ? above(output, rule.at) : largestOf(output);
  const wanted = wantedClasses(rule, target);
  const same = run('Equal', { a: predicted, b: wanted });
  const hits = run('Cast', { x: same }, { dtype: 'float32' });
  const mean = run('Mean', { x: hits }, { axis: hits.shape.map((_, axis) => axis), keepDims: false });
  for (const used of [predicted, wanted, same, hits]) used.dispose();
  return mean;
}

/** Class of every row of `width` outputs. */
export function rowClasses(rule: AccuracyRule, outputs: Float32Array, width: number): Uint8Array {
  if (rule.kind === 'threshold') return Uint8Array.from(outputs, (value) => (value > rule.at ? 1 : 0));
  return Uint8Array.from({ length: outputs.length / width }, (_, row) => largest(outputs, row * width, width));
}

/** Class of every sample by its target; of `width` outputs, unless targets are the numbers of classes. */
export function targetClasses(rule: AccuracyRule, targets: Float32Array, width: number): Uint8Array {
  if (rule.kind === 'threshold') return Uint8Array.from(targets, (value) => (value > TARGET_THRESHOLD ? 1 : 0));
  return rule.numbered ? Uint8Array.from(targets) : rowClasses(rule, targets, width);
}
