/** Why the race that is described cannot be run, in words; empty while it can. */
import { useTranslation } from 'react-i18next';
import { useVocabulary } from '@/state';
import { useOptimizers } from '../store';

/** Codes with a sentence of their own; what else has a place in a text is a function that cannot be read. */
const WORDED = [
  'crashed',
  'unknownSurface',
  'unknownOptimizer',
  'optimizerSetting',
  'unknownSchedule',
  'scheduleSetting',
] as const;

export function useProblem(): string {
  const { t } = useTranslation('numbers');
  const vocabulary = useVocabulary();
  const error = useOptimizers((s) => s.error);
  if (error === null) return '';
  const { code, params } = error;
  const worded = WORDED.find((known) => known === code);
  const known = 'position' in params ? 'function' : (worded ?? 'other');
  const words = {
    surface: params.surface,
    optimizer: vocabulary.name('optimizer', String(params.optimizer ?? '')),
    schedule: vocabulary.name('schedule', String(params.schedule ?? '')),
    setting: vocabulary.setting(String(params.setting ?? '')),
    message: params.message ?? code,
  };
  return t('problem.title', { reason: t(`problem.${known}`, words) });
}
