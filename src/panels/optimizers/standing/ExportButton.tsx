/** The button that opens what can be taken away; what is behind it comes when it is opened. */
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Race } from '@/core/racing/types';
import { OnDemandPopover } from '@/ui';
import css from './standing.module.css';

export interface ExportProps {
  race: Race;
  names: ReadonlyMap<string, string>;
}

const load = () => import('./ExportMenu').then(({ ExportMenu }) => ExportMenu);

export function ExportButton(props: ExportProps) {
  const { t } = useTranslation('numbers');
  return (
    <OnDemandPopover
      id="race-export"
      className={css.small}
      icon={<IconDownload size={15} stroke={1.8} aria-hidden />}
      label={t('export.button')}
      title={t('export.title')}
      width={320}
      load={load}
      content={props}
    />
  );
}
