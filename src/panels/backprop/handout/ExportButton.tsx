/** The button that opens what can be handed out; what is behind it comes when it is opened. */
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { OnDemandPopover } from '@/ui';

const load = () => import('./ExportMenu').then(({ ExportMenu }) => ExportMenu);
const NOTHING = {};

export function ExportButton() {
  const { t } = useTranslation('handout');
  return (
    <OnDemandPopover
      id="stepper-export"
      icon={<IconDownload size={17} />}
      label={t('button')}
      title={t('title')}
      width={400}
      load={load}
      content={NOTHING}
    />
  );
}
