/** The button that opens what can be handed out; what is behind it comes when it is opened. */
import { Popover } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type ComponentType, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';

const WIDTH = 400;

export function ExportButton() {
  const { t } = useTranslation('handout');
  const [open, setOpen] = useState(false);
  const [Menu, setMenu] = useState<ComponentType | null>(null);
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
          id="stepper-export"
          icon={<IconDownload size={17} />}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => void toggle()}
        >
          {t('button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={id} role="dialog" aria-label={t('title')}>
        {open && Menu && <Menu />}
      </Popover.Dropdown>
    </Popover>
  );
}
