/** A lane of a race with made-up numbers. */
import type { RaceLane } from '@/state/races/types';

interface Made {
  id?: string;
  loss: number[];
  validation?: number[];
  accuracy?: number[];
  seconds?: number;
}

export function lane({ id = 'adam', loss, validation = [], accuracy = [], seconds = 1 }: Made): RaceLane {
  const step = loss.map((_, i) => i + 1);
  return {
    configuration: { id, optimizer: { kind: 'adam', learningRate: 0.01 } },
    step: loss.length,
    seconds: loss.length * seconds,
    train: {
      step,
      seconds: step.map((n) => n * seconds),
      loss,
      accuracy: accuracy.length > 0 ? accuracy : loss.map(() => Number.NaN),
      learningRate: loss.map(() => 0.01),
      gradientNorm: loss.map((value) => 2 * value),
    },
    validation: {
      step: validation.map((_, i) => 2 * (i + 1)),
      seconds: validation.map((_, i) => 2 * (i + 1) * seconds),
      loss: validation,
      accuracy: validation.map(() => Number.NaN),
    },
    reached: null,
    diverged: null,
    kept: null,
  };
}
