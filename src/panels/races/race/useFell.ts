/** Why a lane was stopped, in a sentence or two. */
import { useTranslation } from 'react-i18next';
import { type DivergenceReport, usePreferences } from '@/state';
import type { RaceConfiguration } from '@/state/races/types';
import { wordRole } from '@/state/roleWords';
import { measured } from '@/ui';
import { useLaneName, useNumbers } from '../words';

export function useFell(): (configuration: RaceConfiguration, report: DivergenceReport) => string {
  const { t } = useTranslation('races');
  const { t: common } = useTranslation('common');
  const nameOf = useLaneName();
  const numbers = useNumbers();
  const language = usePreferences((state) => state.language);
  return (configuration, { kind, step, loss, initialLoss, role }) => {
    const said = {
      name: nameOf(configuration),
      step: numbers.whole(step),
      loss: measured(loss),
      initial: measured(initialLoss),
    };
    const sentences = [t(kind === 'exploded' ? 'fell.exploded' : 'fell.nonFinite', said)];
    if (role) sentences.push(t(kind === 'exploded' ? 'fell.largest' : 'fell.first', { what: wordRole(common, role) }));
    return sentences.join(language === 'zh-CN' ? '' : ' ');
  };
}
