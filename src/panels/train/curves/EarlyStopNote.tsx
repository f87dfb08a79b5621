/** Why a run ended before its last epoch, which weights the network has now, and that it can go on all the same. */
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePreferences, useRun } from '@/state';
import { measured, percent } from '../parts/format';
import classes from './curves.module.css';

export function EarlyStopNote() {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const stopped = useRun((state) => (state.status === 'finished' ? (state.progress?.stopped ?? null) : null));
  const write = (value: number) => (stopped?.monitor === 'valAccuracy' ? percent(value, language) : measured(value));
  const sentences = stopped
    ? [
        t(`curves.stopped.${stopped.monitor}`, { count: stopped.epochs }),
        t('curves.stopped.best', { epoch: stopped.bestEpoch, value: write(stopped.best) }),
        t(stopped.restored ? 'curves.stopped.restored' : 'curves.stopped.kept'),
        t('curves.stopped.goOn'),
      ]
    : [];
  return (
    <div role="status">
      {stopped && (
        <p className={classes.stopped} id="stopped-early">
          <IconPlayerStop size={16} aria-hidden />
          <span>{sentences.join(language === 'zh-CN' ? '' : ' ')}</span>
        </p>
      )}
    </div>
  );
}
