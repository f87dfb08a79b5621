/** One sample of an evaluation, with all that is said about it. */
import type { Split } from '@/core/dataset';
import { type Answer, answerOf, type OutputKind } from '@/core/metrics/answer';
import { topTwo } from '@/core/metrics/ranking';
import type { Evaluation } from '@/state';

export interface Judgement {
  /** Place in the evaluation. */
  place: number;
  /** Where the sample lies: the validation samples are training samples that were held back. */
  split: Split;
  index: number;
  truth: number;
  predicted: number;
  /** Probability of every class, or its score. */
  answer: Answer;
  /** The class that came second, and by how much it was behind. */
  second: number;
  margin: number;
}

/**
 * Only of evaluations that kept their outputs.
 * @param kind what the outputs are.
 */
export function judgementOf(evaluation: Evaluation, place: number, kind: OutputKind): Judgement | null {
  const { outputs, truth, predicted, indices, classes, split } = evaluation;
  if (!outputs || !truth || !predicted || !indices) return null;
  const answer = answerOf(kind, outputs.subarray(place * classes, (place + 1) * classes));
  const [first, second] = topTwo(outputs, place, classes);
  return {
    place,
    split: split === 'test' ? 'test' : 'train',
    index: indices[place],
    truth: truth[place],
    predicted: predicted[place],
    answer,
    second,
    margin: answer.values[first] - answer.values[second],
  };
}
