/** The exercise's own catalogue, by keys that are put together at run time. */
import { useTranslation } from 'react-i18next';
import type { Words } from '../words';

export function usePracticeWords(): Words {
  const { t } = useTranslation('practice');
  return t as unknown as Words;
}
