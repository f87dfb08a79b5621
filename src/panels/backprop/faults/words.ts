/** The words of the mistakes; keys may be put together at run time. */
import { useTranslation } from 'react-i18next';
import type { Words } from '../words';

export function useFaultWords(): Words {
  const { t } = useTranslation('faults');
  return t as unknown as Words;
}
