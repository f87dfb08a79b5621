/** Start, pause, resume and end of a race, with what it is doing and why it cannot begin. */
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { type FocusEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useRun } from '@/state';
import { type RaceStatus, raceActions, useRace } from '@/state/races';
import { Button } from '@/ui';
import { settingsOf } from '../model/setup';
import { useSetup } from '../store';
import { useFailureWords } from '../useFailureWords';
import { useRacedNetwork } from '../useRacedNetwork';
import { useLaneName, useNumbers } from '../words';
import classes from './race.module.css';

export function Transport() {
  const { t } = useTranslation('races');
  const [setup] = useSetup();
  const { stepsPerEpoch, classes: judged } = useRacedNetwork();
  const status = useRace((state) => state.status);
  const begun = useRace((state) => state.lanes.some(({ step }) => step > 0));
  const settings = settingsOf(setup, stepsPerEpoch, judged);
  const blocked = useRun(
    ({ status: run }) => run === 'idle' || run === 'loadingData' || run === 'building' || run === 'error',
  );
  const noSamples = useRun(({ trainCount }) => trainCount === 0);
  const ready = settings !== null && !blocked && !noSamples;
  const start = (
    <Button
      id="race-start"
      variant={status === 'paused' ? 'normal' : 'primary'}
      icon={<IconPlayerPlayFilled size={14} aria-hidden />}
      disabled={!ready || status === 'building'}
      onClick={() => settings && raceActions.start(settings)}
    >
      {t(begun ? 'transport.again' : 'transport.start')}
    </Button>
  );
  return (
    <div className={classes.transport} {...useHeldFocus(status)}>
      {(status === 'building' || status === 'playing') && (
        <Button
          id="race-pause"
          variant="primary"
          icon={<IconPlayerPauseFilled size={14} aria-hidden />}
          disabled={status === 'building'}
          onClick={raceActions.pause}
        >
          {t('transport.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          id="race-resume"
          variant="primary"
          icon={<IconPlayerPlayFilled size={14} aria-hidden />}
          onClick={raceActions.resume}
        >
          {t('transport.resume')}
        </Button>
      )}
      {status !== 'building' && status !== 'playing' && start}
      {(status === 'playing' || status === 'paused') && (
        <Button id="race-end" icon={<IconPlayerStopFilled size={14} aria-hidden />} onClick={raceActions.end}>
          {t('transport.end')}
        </Button>
      )}
      <Standing />
    </div>
  );
}

/** A button that is pressed gives way to others: who stood on it with the keyboard goes on at the first of these. */
function useHeldFocus(status: RaceStatus) {
  const ref = useRef<HTMLDivElement>(null);
  const held = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buttons change with the status.
  useEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    ref.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus({ preventScroll: true });
  }, [status]);
  const onFocus = () => {
    held.current = true;
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    held.current &&= relatedTarget === null;
  };
  return { ref, onFocus, onBlur };
}

/** Which lane computes, and how far the race is. */
function Standing() {
  const { t } = useTranslation('races');
  const nameOf = useLaneName();
  const numbers = useNumbers();
  const status = useRace((state) => state.status);
  const current = useRace((state) => (state.current === null ? null : state.lanes[state.current]));
  const steps = useRace((state) => state.settings?.steps ?? 0);
  if (status === 'building') return <p className={classes.standing}>{t('transport.building')}</p>;
  if (status !== 'playing' || !current) return null;
  return (
    <p className={classes.standing}>
      {t('transport.now', {
        name: nameOf(current.configuration),
        step: numbers.whole(current.step),
        steps: numbers.whole(steps),
      })}
    </p>
  );
}

/** Why nothing can be raced, or what went wrong; nothing where all is well. */
export function Obstacle({ error }: { error: { code: string; params: Record<string, string | number> } | null }) {
  const { t } = useTranslation('races');
  const words = useFailureWords();
  const { template } = useDocument();
  const status = useRun((state) => state.status);
  const samplesOnly = useRun(({ dataset, trainCount }) => dataset.info?.samplesOnly !== undefined && trainCount === 0);
  const train = `#/work/${encodeURIComponent(template)}/train`;
  if (error) {
    return (
      <p className={classes.failed} role="alert">
        {words(error)}
      </p>
    );
  }
  if (samplesOnly) {
    return (
      <p className={classes.obstacle}>
        {t('obstacle.noData')} <a href={train}>{t('obstacle.toData')}</a>
      </p>
    );
  }
  if (status === 'loadingData' || status === 'building')
    return <p className={classes.obstacle}>{t(`obstacle.${status}`)}</p>;
  return null;
}
