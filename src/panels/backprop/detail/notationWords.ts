/** The words about notations: names of axes, and what signs and functions mean. Keys may be put together at run time. */
import { useTranslation } from 'react-i18next';
import type { Words } from '../words';

export function useNotationWords(): Words {
  const { t } = useTranslation('notation');
  return t as unknown as Words;
}
