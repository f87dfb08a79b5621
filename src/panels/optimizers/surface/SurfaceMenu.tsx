/** The surfaces there are, each as a stamp; and one's own, which begins as the one that is looked at. */
import { Popover } from '@mantine/core';
import { IconChevronDown, IconMathFunction } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SURFACES } from '@/core/racing/surfaces';
import type { SurfaceSpec } from '@/core/racing/types';
import { Button } from '@/ui';
import { documentOn } from '../edits';
import { editRace, type RaceDocument, useOptimizers } from '../store';
import { SurfaceThumb } from './SurfaceThumb';
import classes from './surface.module.css';
import { useSurfaceWords } from './words';

/** The surface that is looked at as a text to be changed, everything else as it is. */
function asOwn(document: RaceDocument): RaceDocument {
  if ('text' in document.surface) return document;
  const { text, window } = SURFACES[document.surface.kind];
  return { ...document, surface: { kind: 'own', text, window }, batchSize: 0 };
}

export function SurfaceMenu() {
  const { t } = useTranslation('optimizers');
  const words = useSurfaceWords();
  const kind = useOptimizers(({ document }) => document.surface.kind);
  const [open, setOpen] = useState(false);
  const dialog = useId();
  const choose = (surface: SurfaceSpec) => {
    const { document } = useOptimizers.getState();
    setOpen(false);
    if (surface.kind === document.surface.kind) return;
    const next = documentOn(document, surface);
    editRace(next);
    useOptimizers.setState({ position: next.steps, playing: false, levels: SURFACES[surface.kind].levels });
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={560}
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <Button
          id="surface"
          className={classes.chosen}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? dialog : undefined}
          onClick={() => setOpen(!open)}
        >
          <span className="ui-hidden">{t('surface.label')}</span>
          {kind === 'own' ? <IconMathFunction size={17} aria-hidden /> : <SurfaceThumb kind={kind} />}
          {words.name(kind)}
          <IconChevronDown size={14} aria-hidden />
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={dialog} role="dialog" aria-label={t('surface.choose')} className={classes.menu}>
        <ul className={classes.cards}>
          {Object.keys(SURFACES).map((one) => (
            <li key={one}>
              <button
                type="button"
                id={`surface-${one}`}
                className={classes.card}
                aria-pressed={one === kind}
                onClick={() => choose({ kind: one })}
              >
                <SurfaceThumb kind={one} />
                <b>{words.name(one)}</b>
                <span>{words.about(one)}</span>
              </button>
            </li>
          ))}
          <li>
            <button
              type="button"
              id="surface-own"
              className={classes.card}
              aria-pressed={kind === 'own'}
              onClick={() => {
                setOpen(false);
                const { document } = useOptimizers.getState();
                if (kind !== 'own') editRace(asOwn(document));
              }}
            >
              <IconMathFunction size={30} stroke={1.6} aria-hidden />
              <b>{words.name('own')}</b>
              <span>{words.about('own')}</span>
            </button>
          </li>
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
