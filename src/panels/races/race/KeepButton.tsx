/** Keeps a lane as a run: with its weights, it can be looked at and gone on with like any other. */
import { IconCheck, IconPin } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { raceActions, useRace } from '@/state/races';
import type { RaceLane } from '@/state/races/types';
import { Button } from '@/ui';
import { useLaneName } from '../words';
import classes from './race.module.css';

export function KeepButton({ lane }: { lane: RaceLane }) {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  const alive = useRace((state) => state.alive);
  const playing = useRace((state) => state.status === 'playing' || state.status === 'building');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { configuration, kept } = lane;
  const name = nameOf(configuration);
  const keep = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await raceActions.keep(configuration.id, t('keep.name', { name }));
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  if (kept !== null) {
    return (
      <span className={classes.kept}>
        <IconCheck size={14} aria-hidden />
        {t('keep.done')}
      </span>
    );
  }
  if (failed) {
    return (
      <span role="alert" className={classes.diverged}>
        {t('keep.failed')}
      </span>
    );
  }
  return (
    <Button
      variant="quiet"
      className={classes.small}
      icon={<IconPin size={14} aria-hidden />}
      aria-label={t('keep.label', { name })}
      title={t(alive ? 'keep.hint' : 'keep.gone')}
      disabled={!alive || playing || busy}
      onClick={() => void keep()}
    >
      {t('keep.short')}
    </Button>
  );
}
