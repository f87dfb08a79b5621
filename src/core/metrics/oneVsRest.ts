/**
 * Curves of a classifier of several classes: each class against all others by its own output, their mean (macro: each
 * class counts the same), and all decisions "is it this class?" together (micro: each decision counts the same).
 */
import { meanPrecisionRecall, type PrecisionRecallCurve, precisionRecallCurve } from './precisionRecall';
import { meanRoc, type RocCurve, rocCurve } from './roc';
import { type Thresholds, thresholdsOf } from './thresholds';

export interface ClassCurves {
  /** Null when a score is not a number. */
  thresholds: Thresholds | null;
  /** Null where the class, or all others, have no samples. */
  roc: RocCurve | null;
  /** Null where the class has no samples. */
  precisionRecall: PrecisionRecallCurve | null;
}

export interface OneVsRest {
  classes: ClassCurves[];
  /** Means over the classes that have the curve. Nothing can be decided by one threshold here. */
  macro: Pick<ClassCurves, 'roc' | 'precisionRecall'>;
}

function curvesOf(thresholds: Thresholds | null): ClassCurves {
  return {
    thresholds,
    roc: thresholds && rocCurve(thresholds),
    precisionRecall: thresholds && precisionRecallCurve(thresholds),
  };
}

/** Curves of a single score, such as the output of a binary classifier. @param truth 1 for samples of the class, else 0. */
export function binaryCurves(scores: ArrayLike<number>, truth: ArrayLike<number>): ClassCurves {
  return curvesOf(thresholdsOf(scores, (sample) => truth[sample] === 1));
}

/**
 * @param outputs row-major `[samples, classes]`
 * @param truth class of every sample
 */
export function oneVsRest(outputs: ArrayLike<number>, truth: ArrayLike<number>, classes: number): OneVsRest {
  const scores = new Float64Array(truth.length);
  const each = Array.from({ length: classes }, (_, k) => {
    for (let i = 0; i < truth.length; i++) scores[i] = outputs[i * classes + k];
    return curvesOf(thresholdsOf(scores, (sample) => truth[sample] === k));
  });
  const known = <T>(values: (T | null)[]): T[] => values.filter((value) => value !== null);
  return {
    classes: each,
    macro: {
      roc: meanRoc(known(each.map(({ roc }) => roc))),
      precisionRecall: meanPrecisionRecall(known(each.map(({ precisionRecall }) => precisionRecall))),
    },
  };
}

/** Micro average: every output is a decision of its own, right for the true class and wrong for the others. */
export function microCurves(outputs: ArrayLike<number>, truth: ArrayLike<number>, classes: number): ClassCurves {
  return curvesOf(thresholdsOf(outputs, (place) => truth[Math.floor(place / classes)] === place % classes));
}
