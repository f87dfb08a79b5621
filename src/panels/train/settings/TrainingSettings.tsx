/**
 * How the network is trained. The learning rate counts from the next batch on; what needs a reset says so beside it, and
 * one button applies all of it.
 */
import { useTranslation } from 'react-i18next';
import shared from '@/parts/settings/settings.module.css';
import { documentStore, runActions, useDocument, useRun, useVocabulary } from '@/state';
import { Button, NumberField } from '@/ui';
import { NeedsReset } from '../parts/NeedsReset';
import { EarlyStoppingSettings } from './EarlyStoppingSettings';
import { editTraining, editValidationShare } from './edits';
import { LossSettings } from './LossSettings';
import { OptimizerSettings } from './OptimizerSettings';
import { ScheduleSettings } from './ScheduleSettings';
import classes from './settings.module.css';

/** The document's own limits. */
const MOST_BATCH = 4096;
const MOST_SHARE = 0.9;

/** @param broken says that the network cannot be built as it is. */
export function TrainingSettings({ broken }: { broken: boolean }) {
  const { t } = useTranslation('train');
  const vocabulary = useVocabulary();
  const document = useDocument();
  const dirty = useRun((state) => state.dirty);
  const mark = (setting: (typeof dirty)[number]) => (dirty.includes(setting) ? <NeedsReset /> : undefined);
  const { training, data } = document;
  // A batch is no larger than the samples there are to train on, and one of them always stays.
  const trainCount = useRun((state) => state.trainCount);
  const samples = useRun((state) => state.dataset.info?.counts.train ?? 0);
  const mostBatch = trainCount > 0 ? Math.min(MOST_BATCH, trainCount) : MOST_BATCH;
  const mostShare = samples > 0 ? Math.min(MOST_SHARE, (samples - 1) / samples) : MOST_SHARE;
  return (
    <section className={classes.settings} aria-labelledby="training-settings">
      <h3 id="training-settings">{t('settings.title')}</h3>
      <OptimizerSettings mark={mark('optimizer')} />
      <ScheduleSettings mark={mark('schedule')} />
      <LossSettings mark={mark('loss')} />
      <NumberField
        id="batch-size"
        label={vocabulary.setting('batchSize')}
        value={training.batchSize}
        min={1}
        max={mostBatch}
        integer
        hint={mark('batchSize')}
        onChange={(batchSize) => documentStore.update(editTraining({ batchSize }), { merge: 'batchSize' })}
      />
      <NumberField
        id="epochs"
        label={vocabulary.setting('epochs')}
        value={training.epochs}
        min={1}
        max={10000}
        integer
        onChange={(epochs) => documentStore.update(editTraining({ epochs }), { merge: 'epochs' })}
      />
      <EarlyStoppingSettings />
      <NumberField
        id="validation-share"
        label={vocabulary.setting('validationShare')}
        value={data.validationShare}
        min={0}
        max={mostShare}
        percent
        hint={mark('validationShare')}
        onChange={(share) => documentStore.update(editValidationShare(share), { merge: 'validationShare' })}
      />
      <NumberField
        id="seed"
        label={vocabulary.setting('seed')}
        value={training.seed}
        min={0}
        max={0xffffffff}
        integer
        hint={mark('seed')}
        onChange={(seed) => documentStore.update(editTraining({ seed }), { merge: 'seed' })}
      />
      {broken && (
        <p id="apply-broken" className={shared.note}>
          {t('settings.broken')}
        </p>
      )}
      {dirty.length > 0 ? (
        <Button
          id="apply-settings"
          variant="primary"
          className={classes.apply}
          disabled={broken}
          aria-describedby={broken ? 'apply-broken' : undefined}
          onClick={() => runActions.applySettings()}
        >
          {t('settings.apply')}
        </Button>
      ) : (
        <p className={shared.note}>{t('settings.note')}</p>
      )}
    </section>
  );
}
