/** One that races: its mark and name in a line, opened to change optimizer, schedule and what goes wrong on purpose. */
import { IconChevronRight, IconCopy, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { OptimizerFields } from '@/parts/settings/OptimizerFields';
import { ScheduleFields } from '@/parts/settings/ScheduleFields';
import { useDocument } from '@/state';
import type { RaceConfiguration } from '@/state/races/types';
import { Button, IconButton } from '@/ui';
import { FEWEST, hasMemory, MOST, stepsOf, withCopy } from '../model/setup';
import { setView, useRaceView, useSetup } from '../store';
import { useRacedNetwork } from '../useRacedNetwork';
import { useLaneName } from '../words';
import classes from './race.module.css';
import { Sample } from './Sample';

interface ConfigurationItemProps {
  configuration: RaceConfiguration;
  index: number;
  configurations: readonly RaceConfiguration[];
  onChange(configurations: readonly RaceConfiguration[]): void;
}

export function ConfigurationItem({ configuration, index, configurations, onChange }: ConfigurationItemProps) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  const { id } = configuration;
  const open = useRaceView((state) => state.open === id);
  const name = nameOf(configuration);
  const copy = () => {
    const next = withCopy(configurations, id);
    onChange(next);
    setView({ open: next[index + 1]?.id ?? id });
  };
  return (
    <li className={classes.lane} data-open={open}>
      <div className={classes.laneLine}>
        <Button
          id={`race-lane-${index + 1}`}
          variant="quiet"
          className={classes.laneName}
          aria-expanded={open}
          onClick={() => setView({ open: open ? null : id })}
        >
          <IconChevronRight size={14} aria-hidden className={classes.chevron} />
          <Sample lane={index} />
          <span>{name}</span>
        </Button>
        <IconButton
          label={t('setup.copy', { name })}
          variant="quiet"
          className={classes.icon}
          disabled={configurations.length >= MOST}
          onClick={copy}
          icon={<IconCopy size={15} stroke={1.8} aria-hidden />}
        />
        <IconButton
          label={t('setup.remove', { name })}
          variant="quiet"
          className={classes.icon}
          disabled={configurations.length <= FEWEST}
          onClick={() => onChange(configurations.filter((one) => one.id !== id))}
          icon={<IconX size={15} stroke={1.8} aria-hidden />}
        />
      </div>
      {open && (
        <Fields
          configuration={configuration}
          onChange={(next) => onChange(configurations.map((one) => (one.id === id ? next : one)))}
        />
      )}
    </li>
  );
}

interface FieldsProps {
  configuration: RaceConfiguration;
  onChange(configuration: RaceConfiguration): void;
}

function Fields({ configuration, onChange }: FieldsProps) {
  const { t } = useTranslation('races');
  const { data } = useDocument();
  const [{ length }] = useSetup();
  const { stepsPerEpoch } = useRacedNetwork();
  const { id, optimizer, schedule, resetEveryEpoch = false } = configuration;
  const remembers = hasMemory(optimizer);
  const without = ({ resetEveryEpoch: _, ...rest }: RaceConfiguration) => rest;
  return (
    <div className={classes.laneFields}>
      <OptimizerFields
        id={`race-${id}`}
        value={optimizer}
        schedule={schedule?.kind}
        onChange={(next) => {
          const changed = { ...configuration, optimizer: next };
          onChange(hasMemory(next) ? changed : without(changed));
        }}
      />
      <ScheduleFields
        id={`race-${id}-schedule`}
        value={schedule}
        learningRate={optimizer.learningRate}
        length={stepsOf(length, stepsPerEpoch)}
        validates={data.validationShare > 0}
        onChange={(next) => {
          const { schedule: _, ...rest } = configuration;
          onChange(next === undefined ? rest : { ...rest, schedule: next });
        }}
      />
      <label className={classes.tick}>
        <input
          id={`race-${id}-reset`}
          type="checkbox"
          checked={resetEveryEpoch}
          disabled={!remembers}
          onChange={({ target }) =>
            onChange(target.checked ? { ...configuration, resetEveryEpoch: true } : without(configuration))
          }
        />
        <span>
          {t('setup.loses')}
          <span className={classes.note}>{t(remembers ? 'setup.losesHint' : 'setup.noMemory')}</span>
        </span>
      </label>
    </div>
  );
}
