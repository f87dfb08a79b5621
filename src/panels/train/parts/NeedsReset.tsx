/** The mark beside a setting that was changed and takes effect only with a reset. */
import { useTranslation } from 'react-i18next';
import classes from './NeedsReset.module.css';

export function NeedsReset() {
  const { t } = useTranslation('train');
  return <span className={classes.mark}>{t('settings.needsReset')}</span>;
}
