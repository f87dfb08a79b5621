/** Under the curves: which epoch, which batch, how fast, with which learning rate, how long still; and the legend. */
import { memo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useDocument, useMetrics, usePreferences, useRun } from '@/state';
import { Legend } from '@/ui';
import { duration, measured, whole } from '../parts/format';
import classes from './curves.module.css';
import { placeInEpoch } from './place';
import type { Metric } from './series';

export const StatusLine = memo(function StatusLine({ metric }: { metric: Metric }) {
  const { t } = useTranslation('train');
  const hasTraining = useMetrics((state) => state.train.length > 0);
  const hasValidation = useMetrics((state) => state.validation.length > 0);
  return (
    <div className={classes.status}>
      <Standing />
      <span className={classes.spacer} />
      <Legend
        items={[
          ...(hasTraining
            ? [
                metric === 'learningRate'
                  ? { label: t('curves.learningRate'), color: 'var(--upd)' }
                  : { label: t('curves.train'), color: 'var(--fwd)' },
              ]
            : []),
          ...(hasValidation && metric !== 'learningRate'
            ? [{ label: t('curves.validation'), color: 'var(--pos)', shape: 'dash' as const }]
            : []),
        ]}
      />
    </div>
  );
});

/** Changes up to five times a second; not announced, but there to be read. */
function Standing() {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const { epochs, phases } = useDocument().training;
  const progress = useRun((state) => state.progress);
  const status = useRun((state) => state.status);
  const images = useRun((state) => (state.dataset.info?.inputShape.length ?? 0) > 1);
  // Without training samples there are no epochs to stand in.
  if (!progress?.stepsPerEpoch) return <span />;
  const { epoch, batch } = placeInEpoch(progress.step, progress.stepsPerEpoch);
  const value = <span className="num" />;
  return (
    <>
      <span>
        <Trans
          t={t}
          i18nKey="curves.place"
          components={{ n: value }}
          values={{
            epoch: whole(epoch, language),
            epochs: whole(epochs, language),
            batch: whole(batch, language),
            batches: whole(progress.stepsPerEpoch, language),
          }}
        />
      </span>
      {phases[0].schedule && status !== 'finished' && (
        <span>
          <Trans
            t={t}
            i18nKey="curves.rate"
            components={{ n: value }}
            values={{ rate: measured(progress.learningRate) }}
          />
        </span>
      )}
      {progress.samplesPerSecond !== null && status === 'playing' && (
        <span>
          <Trans
            t={t}
            i18nKey={images ? 'curves.imagesPerSecond' : 'curves.samplesPerSecond'}
            components={{ n: value }}
            values={{ rate: whole(Math.round(progress.samplesPerSecond), language) }}
          />
        </span>
      )}
      {progress.secondsLeft !== null && status === 'playing' && (
        <span>
          <Trans
            t={t}
            i18nKey={leftKey(progress.secondsLeft)}
            components={{ n: value }}
            values={duration(progress.secondsLeft)}
          />
        </span>
      )}
      {status === 'finished' && !progress.stopped && <span>{t('curves.finished')}</span>}
    </>
  );
}

/** Only the units that say something: hours and minutes, minutes and seconds, or seconds. */
function leftKey(seconds: number) {
  const { hours, minutes } = duration(seconds);
  return hours > 0 ? 'curves.left.hours' : minutes > 0 ? 'curves.left.minutes' : 'curves.left.seconds';
}
