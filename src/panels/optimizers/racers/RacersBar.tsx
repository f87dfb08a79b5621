/** Who races: a chip each. A press chooses whose numbers are shown, the sign at its end opens its settings. */
import { Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconEyeOff, IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_RACERS, type RacerSpec } from '@/core/racing/types';
import { useOptimizerOptions } from '@/parts/settings/OptimizerFields';
import { writeNumber } from '@/ui';
import { withRacer } from '../edits';
import { useRacerNames } from '../names';
import { Mark } from '../standing/Mark';
import { editRace, useOptimizers } from '../store';
import { RacerEditor } from './RacerEditor';
import classes from './racers.module.css';

const NONE: readonly string[] = [];

export function RacersBar() {
  const { t } = useTranslation('optimizers');
  const racers = useOptimizers(({ document }) => document.racers);
  const hidden = useOptimizers(({ document }) => document.hidden ?? NONE);
  const names = useRacerNames(racers);
  /** Whose settings are open. */
  const [open, setOpen] = useState<string | null>(null);
  return (
    <ul className={classes.bar} aria-label={t('racers.label')} id="racers">
      {racers.map((racer, index) => (
        <Chip
          key={racer.id}
          racer={racer}
          index={index}
          name={names.get(racer.id) ?? racer.id}
          hidden={hidden.includes(racer.id)}
          open={open === racer.id}
          onOpen={(is) => setOpen(is ? racer.id : null)}
          onMove={setOpen}
        />
      ))}
      <li>
        <AddRacer full={racers.length >= MOST_RACERS} onAdded={setOpen} />
      </li>
    </ul>
  );
}

interface ChipProps {
  racer: RacerSpec;
  index: number;
  name: string;
  hidden: boolean;
  open: boolean;
  onOpen(open: boolean): void;
  /** Opens the settings of another racer in their place. */
  onMove(id: string | null): void;
}

const light = (lit: string | null) => useOptimizers.setState({ lit });

function Chip({ racer, index, name, hidden, open, onOpen, onMove }: ChipProps) {
  const { t } = useTranslation('optimizers');
  const chosen = useOptimizers((state) => state.chosen === racer.id);
  const dialog = useId();
  const { learningRate } = racer.optimizer;
  return (
    <li>
      {/* Mantine would replace ids by its own, so roles and names are given here. */}
      <Popover
        opened={open}
        onChange={onOpen}
        position="bottom-start"
        width={348}
        trapFocus
        returnFocus
        withRoles={false}
        shadow="md"
      >
        <Popover.Target>
          <span
            className={classes.chip}
            data-chosen={chosen}
            data-hidden={hidden}
            onPointerEnter={() => light(racer.id)}
            onPointerLeave={() => light(null)}
          >
            <button
              type="button"
              id={`racer-${racer.id}`}
              className={classes.name}
              aria-pressed={chosen}
              title={t('racers.choose', { name })}
              onFocus={() => light(racer.id)}
              onBlur={() => light(null)}
              onClick={() => useOptimizers.setState({ chosen: racer.id })}
            >
              <Mark index={index} />
              <b>{name}</b>
              <span className={classes.rate}>
                η <span className="num">{writeNumber(learningRate)}</span>
              </span>
              {hidden && <IconEyeOff size={14} aria-label={t('racers.isHidden')} />}
            </button>
            <button
              type="button"
              id={`edit-${racer.id}`}
              className={classes.edit}
              aria-label={t('racers.edit', { name })}
              aria-haspopup="dialog"
              aria-expanded={open}
              aria-controls={open ? dialog : undefined}
              onClick={() => onOpen(!open)}
            >
              <IconAdjustmentsHorizontal size={15} stroke={1.8} aria-hidden />
            </button>
          </span>
        </Popover.Target>
        <Popover.Dropdown
          id={dialog}
          role="dialog"
          aria-label={t('racers.settings', { name })}
          className={classes.dropdown}
        >
          <RacerEditor racer={racer} index={index} name={name} onMove={onMove} />
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}

/** One more: any optimizer there is. */
function AddRacer({ full, onAdded }: { full: boolean; onAdded(id: string): void }) {
  const { t } = useTranslation('optimizers');
  const options = useOptimizerOptions();
  const groups = [...new Set(options.map(({ group }) => group))];
  const [open, setOpen] = useState(false);
  const dialog = useId();
  const add = (kind: string) => {
    setOpen(false);
    const added = withRacer(useOptimizers.getState().document, kind);
    if (!added) return;
    editRace(added.document);
    useOptimizers.setState({ chosen: added.id });
    onAdded(added.id);
  };
  if (full) return <span className={classes.full}>{t('racers.full', { count: MOST_RACERS })}</span>;
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={260}
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.add}
          id="add-racer"
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? dialog : undefined}
          onClick={() => setOpen(!open)}
        >
          <IconPlus size={14} aria-hidden />
          {t('racers.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown id={dialog} role="dialog" aria-label={t('racers.add')} className={classes.dropdown}>
        {groups.map((group) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            {options
              .filter((option) => option.group === group)
              .map(({ value, label }) => (
                <button key={value} type="button" id={`add-${value}`} onClick={() => add(value)}>
                  {label}
                </button>
              ))}
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
