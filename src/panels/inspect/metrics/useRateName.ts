/** Names of the rates that follow from a threshold, in the language of the page. */
import { useTranslation } from 'react-i18next';
import type { BinaryScores } from '@/core/metrics/thresholds';

export function useRateName(): (rate: keyof BinaryScores) => string {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  return (rate) => (rate === 'falsePositiveRate' ? t('metrics.falsePositiveRate') : t(`vocabulary:metric.${rate}`));
}
