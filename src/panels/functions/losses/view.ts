/** What of a loss is looked at: prediction, target and settings, as the address says them, within sensible ranges. */
import { type Domain, domainOf, lossSettings, type Over, takesClassWeights } from '../model/losses';
import { type Setting, type Values, valuesIn } from '../model/settings';
import { choiceIn, functionsState, numberIn, say, useParams } from '../state';

interface Frame {
  range: [number, number];
  /** Values beyond are cut off in the plots. */
  most: number;
  prediction: number;
  target: number;
  targets: [number, number];
}

const FRAMES: Record<Exclude<Domain, 'classes'> | 'logit', Frame> = {
  real: { range: [-4, 4], most: 9, prediction: 2, target: 0, targets: [-4, 4] },
  probability: { range: [0, 1], most: 6, prediction: 0.3, target: 1, targets: [0, 1] },
  logit: { range: [-8, 8], most: 8, prediction: -4, target: 1, targets: [0, 1] },
  margin: { range: [-3, 3], most: 9, prediction: -0.5, target: 1, targets: [-1, 1] },
  count: { range: [0, 10], most: 20, prediction: 1, target: 4, targets: [0, 10] },
};
const LOGITS = { first: [2, 0.5, -1], range: [-6, 6] as [number, number], most: 8 };

export interface LossView {
  domain: Domain;
  over: Over;
  /** What is moved along: prediction, logit of one output, logit of one class. */
  letter: 'prediction' | 'logit' | 'classes';
  base: readonly number[];
  axis: number;
  target: readonly number[];
  /** Weights of the target's classes as they were set, before they are made to sum to 1. */
  weights: readonly number[];
  range: [number, number];
  targets: [number, number];
  most: number;
  move(x: number): void;
  aim(target: number): void;
  settingsFor(kind: string): { settings: readonly Setting[]; values: Values; spec: Record<string, unknown> };
}

const patch = (changes: Record<string, string | null>) => functionsState.patch('losses', changes);

const schemas = new Map<string, Setting[]>();
function settingsOfKind(kind: string): Setting[] {
  let settings = schemas.get(kind);
  if (!settings) {
    settings = lossSettings(kind);
    schemas.set(kind, settings);
  }
  return settings;
}

export function useLossView(focus: string): LossView {
  const params = useParams('losses');
  const domain = domainOf(focus);
  const over =
    domain === 'probability' ? choiceIn(params, 'over', ['prediction', 'logit'] as const, 'prediction') : 'prediction';
  const weightOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => numberIn(params, `${name}.weight${i}`, 1, 0, 100));
  const settingsFor = (kind: string) => {
    const settings = settingsOfKind(kind);
    const values = valuesIn(params, kind, settings);
    const classes = domain === 'classes' ? 3 : domain === 'probability' ? 2 : 0;
    const weights = takesClassWeights(kind) && classes > 0 ? weightOf('class', classes) : [];
    return {
      settings,
      values,
      spec: weights.some((weight) => weight !== 1) ? { ...values, classWeights: weights } : { ...values },
    };
  };
  if (domain === 'classes') {
    const axis = Math.round(numberIn(params, 'k', 1, 1, 3)) - 1;
    const base = LOGITS.first.map((first, i) => numberIn(params, `z${i + 1}`, first, -100, 100));
    const weights = [0, 1, 0].map((first, i) => numberIn(params, `t${i + 1}`, first, 0, 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      domain,
      over,
      letter: 'classes',
      base,
      axis,
      weights,
      target: total > 0 ? weights.map((weight) => weight / total) : [0, 1, 0],
      range: LOGITS.range,
      targets: [0, 1],
      most: LOGITS.most,
      move: (x) => patch({ [`z${axis + 1}`]: say(x) }),
      aim: (k) => patch(Object.fromEntries([0, 1, 2].map((i) => [`t${i + 1}`, i === k ? '1' : '0']))),
      settingsFor,
    };
  }
  const place = over === 'logit' ? 'logit' : domain;
  const frame = FRAMES[place];
  return {
    domain,
    over,
    letter: over,
    base: [numberIn(params, `${place}.p`, frame.prediction, ...frame.range)],
    axis: 0,
    weights: [],
    target: [numberIn(params, `${domain}.t`, frame.target, ...frame.targets)],
    range: frame.range,
    targets: frame.targets,
    most: frame.most,
    move: (x) => patch({ [`${place}.p`]: say(x) }),
    aim: (t) => patch({ [`${domain}.t`]: say(t) }),
    settingsFor,
  };
}
