/** The words of the check and of the samples' gradients; keys may be put together at run time. */
import { useTranslation } from 'react-i18next';
import type { Words } from '../words';

export function useCheckWords(): Words {
  const { t } = useTranslation('check');
  return t as unknown as Words;
}
