/** How configurations and numbers of a race are called in the language of the page. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, useVocabulary } from '@/state';
import type { RaceConfiguration } from '@/state/races/types';
import { measured, percent, whole, writeNumber } from '@/ui';
import type { Axis, Metric } from './model/lines';

/** `Adam 0.003`, and what sets it apart besides: `Adam 0.003 · Cosine · memory lost`. */
export function useLaneName(): (configuration: RaceConfiguration) => string {
  const { t } = useTranslation('races');
  const vocabulary = useVocabulary();
  return useCallback(
    ({ optimizer, schedule, resetEveryEpoch }) =>
      [
        `${vocabulary.name('optimizer', optimizer.kind)} ${writeNumber(optimizer.learningRate)}`,
        ...(schedule ? [vocabulary.name('schedule', schedule.kind)] : []),
        ...(resetEveryEpoch ? [t('lane.memoryLost')] : []),
      ].join(' · '),
    [t, vocabulary],
  );
}

export function useNumbers() {
  const language = usePreferences((state) => state.language);
  return useMemo(() => {
    const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
    const second = number({ style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumSignificantDigits: 3 });
    const share = number({ style: 'percent', maximumFractionDigits: 2 });
    const epoch = number({ maximumFractionDigits: 2 });
    return {
      whole: (value: number) => whole(Math.round(value), language),
      loss: (value: number | null) => (value === null ? '–' : measured(value)),
      accuracy: (value: number | null) => (value === null ? '–' : percent(value, language)),
      /** A share somebody chose: 90%, 97.5%. */
      share: (value: number) => share.format(value),
      epochs: (value: number) => epoch.format(value),
      seconds: (value: number) => {
        if (value < 60) return second.format(value);
        const total = Math.round(value);
        return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
      },
    };
  }, [language]);
}
export type Numbers = ReturnType<typeof useNumbers>;

/** Numbers of a chart: its values, its levels, and places on its axis. */
export function useWriters(metric: Metric, axis: Axis) {
  const { t } = useTranslation('races');
  const numbers = useNumbers();
  return useMemo(() => {
    const share = metric === 'accuracy';
    const x = { step: numbers.whole, epoch: numbers.epochs, seconds: numbers.seconds }[axis];
    return {
      value: share ? numbers.accuracy : numbers.loss,
      level: (value: number) => (share ? numbers.accuracy(value).replace(/[.,]0/, '') : writeLevel(value)),
      x,
      place: (value: number) => t(`chart.at.${axis}`, { x: x(value) }),
    };
  }, [t, numbers, metric, axis]);
}
export type Writers = ReturnType<typeof useWriters>;

/** A level of an axis: `0.05`, and `1e−6` where that is shorter. */
export function writeLevel(value: number): string {
  const plain = writeNumber(Number(value.toPrecision(3)));
  return plain.length <= 6 ? plain : measured(value, 1);
}
