/** The button that opens what can be taken away; what is behind it comes when it is opened. */
import { Popover } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ComponentType, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Race } from '@/core/racing/types';
import { Button } from '@/ui';
import css from './standing.module.css';

export interface ExportProps {
  race: Race;
  names: ReadonlyMap<string, string>;
}

const WIDTH = 320;

export function ExportButton(props: ExportProps) {
  const { t } = useTranslation('numbers');
  const [open, setOpen] = useState(false);
  const [Menu, setMenu] = useState<ComponentType<ExportProps> | null>(null);
  const id = useId();
  const toggle = async () => {
    if (Menu === null) {
      const { ExportMenu } = await import('./ExportMenu');
      setMenu(() => ExportMenu);
    }
    setOpen(!open);
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={WIDTH}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          id="race-export"
          className={css.small}
          icon={<IconDownload size={15} stroke={1.8} aria-hidden />}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => void toggle()}
        >
          {t('export.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={id} role="dialog" aria-label={t('export.title')}>
        {open && Menu && <Menu {...props} />}
      </Popover.Dropdown>
    </Popover>
  );
}
