/** The button that opens what can be handed out; what is behind it comes when it is opened. */
import { Popover } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';

const ExportMenu = lazy(() => import('./ExportMenu').then((m) => ({ default: m.ExportMenu })));
const WIDTH = 400;

export function ExportButton() {
  const { t } = useTranslation('handout');
  const [open, setOpen] = useState(false);
  const id = useId();
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
          onClick={() => setOpen(!open)}
        >
          {t('button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={id} role="dialog" aria-label={t('title')}>
        <Suspense fallback={null}>{open && <ExportMenu />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
