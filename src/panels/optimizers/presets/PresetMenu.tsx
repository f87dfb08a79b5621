/** Races with a lesson, to choose from. */
import { Popover } from '@mantine/core';
import { IconArrowRight, IconBook2, IconChevronDown, IconRestore } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import { startOver, useIsChanged, useOpened } from '../opened';
import { PresetPicture } from './PresetPicture';
import { NETWORK_RACE, PRESETS } from './presets';
import classes from './presets.module.css';
import { useLessonWords } from './words';

const hrefOf = (id: string): string => `#/race/${id}`;

export function PresetMenu() {
  const { t } = useTranslation('optimizers');
  const words = useLessonWords();
  const preset = useOpened((state) => state.preset);
  const changed = useIsChanged();
  const [open, setOpen] = useState(false);
  const dialog = useId();
  const known = PRESETS.find(({ id }) => id === preset)?.id ?? PRESETS[0].id;
  // The address has changed: one has been chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes whenever another one is open.
  useEffect(() => setOpen(false), [preset]);
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-start"
        width={1080}
        trapFocus
        returnFocus
        withRoles={false}
        shadow="md"
      >
        <Popover.Target>
          <Button
            id="presets"
            aria-haspopup="dialog"
            aria-expanded={open}
            aria-controls={open ? dialog : undefined}
            icon={<IconBook2 size={16} stroke={1.8} aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            <span className="ui-hidden">{t('presets.label')}</span>
            {words.title(known)}
            <IconChevronDown size={14} aria-hidden />
          </Button>
        </Popover.Target>
        <Popover.Dropdown id={dialog} role="dialog" aria-label={t('presets.choose')} className={classes.menu}>
          <ul className={classes.cards}>
            {PRESETS.map((one) => (
              <li key={one.id}>
                <a
                  id={`preset-${one.id}`}
                  className={classes.card}
                  href={hrefOf(one.id)}
                  aria-current={one.id === known ? 'true' : undefined}
                  onClick={() => setOpen(false)}
                >
                  <PresetPicture preset={one} />
                  <b>{words.title(one.id)}</b>
                  <span>{words.lesson(one.id)}</span>
                </a>
              </li>
            ))}
            <li>
              <a id="preset-mnist" className={classes.card} href={NETWORK_RACE}>
                <span className={classes.elsewhere} aria-hidden>
                  784–128–10 <IconArrowRight size={18} />
                </span>
                <b>{words.title('mnist')}</b>
                <span>{words.lesson('mnist')}</span>
              </a>
            </li>
          </ul>
        </Popover.Dropdown>
      </Popover>
      {changed && (
        <Button
          id="start-over"
          variant="quiet"
          icon={<IconRestore size={16} stroke={1.8} aria-hidden />}
          onClick={startOver}
        >
          {t('presets.startOver')}
        </Button>
      )}
    </>
  );
}
