/** The button, and the key, that begin a presentation. */
import { IconPresentation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui';
import { present, usePresentKey } from './usePresenting';

export function PresentButton() {
  const { t } = useTranslation('handout');
  usePresentKey();
  return (
    <IconButton
      id="stepper-present"
      label={t('present.button')}
      shortcut="P"
      icon={<IconPresentation size={17} />}
      onClick={present}
    />
  );
}
