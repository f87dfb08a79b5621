/** Whether training ends by itself when what is watched no longer improves. It can change while training runs. */
import { useTranslation } from 'react-i18next';
import { Fold } from '@/parts/settings/Fold';
import { SelectField } from '@/parts/settings/SelectField';
import shared from '@/parts/settings/settings.module.css';
import {
  documentStore,
  earlyStoppingSchema,
  type EarlyStoppingSettings as Settings,
  useDocument,
  useTask,
  useVocabulary,
} from '@/state';
import { NumberField, writeNumber } from '@/ui';
import { setEarlyStopping } from './edits';

const MONITORS = ['valLoss', 'valAccuracy', 'loss'] as const;

export function EarlyStoppingSettings() {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const { data, training } = useDocument();
  const { earlyStopping } = training;
  const task = useTask();
  const validates = data.validationShare > 0;
  const change = (part: Partial<Settings>) =>
    earlyStopping && documentStore.update(setEarlyStopping({ ...earlyStopping, ...part }), { merge: 'earlyStopping' });
  /** Why a value cannot be watched. */
  const unseen = (monitor: Settings['monitor']) => {
    if (monitor !== 'loss' && !validates) return t('stopping.noValidation');
    return monitor === 'valAccuracy' && task?.classes === false ? t('stopping.noClasses') : null;
  };
  const first = earlyStoppingSchema.parse({ monitor: validates ? 'valLoss' : 'loss' });
  return (
    <>
      <SelectField
        id="early-stopping"
        label={vocabulary.setting('earlyStopping')}
        value={earlyStopping ? 'true' : 'false'}
        options={['false', 'true'].map((value) => ({ value, label: vocabulary.choice(value) }))}
        onChange={(value) => documentStore.update(setEarlyStopping(value === 'true' ? first : undefined))}
      />
      {earlyStopping && (
        <Fold
          id="early-stopping-more"
          summary={
            <>
              {vocabulary.choice(earlyStopping.monitor)} · {vocabulary.setting('patience')}{' '}
              <span className="num">{writeNumber(earlyStopping.patience)}</span>
            </>
          }
        >
          <p className={shared.about}>{t('stopping.about')}</p>
          <SelectField
            id="early-stopping-monitor"
            label={vocabulary.setting('monitor')}
            value={earlyStopping.monitor}
            options={MONITORS.map((value) => {
              const why = unseen(value);
              const name = vocabulary.choice(value);
              return {
                value,
                label: why === null ? name : t('loss.notNow', { name, why }),
                disabled: why !== null && value !== earlyStopping.monitor,
              };
            })}
            hint={<span className={shared.warning}>{unseen(earlyStopping.monitor)}</span>}
            onChange={(value) => change({ monitor: earlyStoppingSchema.shape.monitor.parse(value) })}
          />
          <NumberField
            id="early-stopping-patience"
            label={vocabulary.setting('patience')}
            value={earlyStopping.patience}
            min={0}
            max={1000}
            integer
            suffix={t('stopping.epochs')}
            onChange={(patience) => change({ patience })}
          />
          <NumberField
            id="early-stopping-minDelta"
            label={vocabulary.setting('minDelta')}
            value={earlyStopping.minDelta}
            min={0}
            max={1e6}
            step={earlyStopping.minDelta > 0 ? 'log' : 0.001}
            onChange={(minDelta) => change({ minDelta })}
          />
          <SelectField
            id="early-stopping-restore"
            label={vocabulary.setting('restoreBestWeights')}
            value={String(earlyStopping.restoreBestWeights)}
            options={['true', 'false'].map((value) => ({ value, label: vocabulary.choice(value) }))}
            onChange={(value) => change({ restoreBestWeights: value === 'true' })}
          />
        </Fold>
      )}
    </>
  );
}
