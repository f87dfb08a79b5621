/** While the data loads: how far it is; if it could not be loaded: which file, why, and a way to try again. */
import { useTranslation } from 'react-i18next';
import { runActions, usePreferences, useRun } from '@/state';
import { Button, ProgressBar } from '@/ui';
import { percent } from '../parts/format';
import classes from './curves.module.css';

export function LoadingData() {
  const { t } = useTranslation(['train', 'errors']);
  const language = usePreferences((state) => state.language);
  const { loaded, total, error } = useRun((state) => state.dataset);
  if (error) {
    return (
      <div className={classes.loading} role="alert">
        <p>{t(`errors:${error.code}` as 'errors:unknown', { message: '', ...error.params })}</p>
        <Button id="retry-data" onClick={() => runActions.retry()}>
          {t('data.retry')}
        </Button>
      </div>
    );
  }
  const share = total > 0 ? loaded / total : null;
  return (
    <div className={classes.loading}>
      <ProgressBar
        label={t('data.loading')}
        value={share}
        valueText={share === null ? undefined : percent(share, language, 0)}
      />
    </div>
  );
}
