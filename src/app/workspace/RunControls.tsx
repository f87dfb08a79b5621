/** Play, one batch, one epoch, reset, seed and speed: what can be done with the run, in the bar. */
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { documentStore, runActions, takesPress, useDocument, useRun } from '@/state';
import { Button, NumberField } from '@/ui';
import { ChipPopover } from './ChipPopover';

const SPEEDS = [1, 3, 10, 30] as const;
const MAX_SEED = 0xffffffff;

export function RunControls() {
  const { t } = useTranslation();
  const ready = useRun(takesPress);
  return (
    <fieldset className="run" aria-label={t('run.label')}>
      <PlayButton />
      <Button id="one-batch" title={t('run.batchHint')} disabled={!ready} onClick={runActions.oneBatch}>
        {t('run.batch')}
      </Button>
      <Button id="one-epoch" title={t('run.epochHint')} disabled={!ready} onClick={runActions.oneEpoch}>
        {t('run.epoch')}
      </Button>
      <ResetButton />
      <Seed />
      <Speed />
    </fieldset>
  );
}

/** Where there is nothing to start from, a run that goes on can still be paused. */
export function PauseControl() {
  const { t } = useTranslation();
  const playing = useRun((state) => state.status === 'playing');
  if (!playing) return null;
  return (
    <fieldset className="run" aria-label={t('run.label')}>
      <PlayButton />
    </fieldset>
  );
}

function PlayButton() {
  const { t } = useTranslation();
  const status = useRun((state) => state.status);
  const ready = useRun(takesPress);
  const { epochs } = useDocument().training;
  // What was stopped early has epochs left.
  const stopped = useRun((state) => (state.progress?.stopped ?? null) !== null);
  if (status === 'playing') {
    return (
      <Button
        id="pause"
        variant="primary"
        className="run-play"
        icon={<IconPlayerPauseFilled size={15} />}
        onClick={runActions.pause}
      >
        {t('run.pause')}
      </Button>
    );
  }
  const finished = status === 'finished';
  return (
    <Button
      id="play"
      variant="primary"
      className="run-play"
      title={finished && !stopped ? t('run.moreHint', { count: epochs }) : undefined}
      icon={<IconPlayerPlayFilled size={15} />}
      disabled={!(ready || finished)}
      onClick={runActions.play}
    >
      {t(finished ? 'run.more' : 'run.play')}
    </Button>
  );
}

function ResetButton() {
  const { t, i18n } = useTranslation();
  const status = useRun((state) => state.status);
  const dirty = useRun((state) => state.dirty);
  const step = useRun((state) => state.progress?.step ?? 0);
  const names = dirty.map((setting) => t(`dirty.${setting}`));
  const settings = new Intl.ListFormat(i18n.language, { style: 'narrow' }).format(names);
  const pending = dirty.length > 0 && step > 0;
  return (
    <Button
      id="reset"
      pressed={undefined}
      className={pending ? 'is-on run-reset' : 'run-reset'}
      title={pending ? t('run.resetDirty', { settings }) : t('run.resetHint')}
      disabled={status === 'idle' || status === 'loadingData' || status === 'building' || status === 'error'}
      onClick={runActions.reset}
    >
      {t('run.reset')}
      {pending && (
        <span className="run-reset-mark">
          <span className="ui-hidden">{t('run.resetDirty', { settings })}</span>
        </span>
      )}
    </Button>
  );
}

function Seed() {
  const { t } = useTranslation();
  const { seed } = useDocument().training;
  const setSeed = (next: number) =>
    documentStore.update((document) => ({ ...document, training: { ...document.training, seed: next } }));
  const chip = (
    <>
      {t('run.seed')} <span className="num">{seed}</span>
    </>
  );
  return (
    <ChipPopover id="run-seed" label={t('run.seed')} position="bottom-start" width={270} chip={chip}>
      <NumberField
        id="run-seed-field"
        label={t('run.seed')}
        value={seed}
        min={0}
        max={MAX_SEED}
        integer
        onChange={setSeed}
      />
      <Button id="new-seed" onClick={runActions.newSeed}>
        {t('run.newSeed')}
      </Button>
      <p className="small muted">{t('run.seedHint')}</p>
    </ChipPopover>
  );
}

function Speed() {
  const { t } = useTranslation();
  const speed = useRun((state) => state.speed);
  return (
    <label className="chip chip-select">
      <span className="ui-hidden">{t('run.speed')}</span>
      <select
        id="speed"
        value={speed ?? ''}
        onChange={(event) => runActions.setSpeed(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">{t('run.fullSpeed')}</option>
        {[...SPEEDS].reverse().map((batches) => (
          <option key={batches} value={batches}>
            {t('run.perSecond', { count: batches })}
          </option>
        ))}
      </select>
    </label>
  );
}
