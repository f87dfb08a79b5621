/** What of a link was not understood, until it has been read. */
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import { forgetFaults, useOpened } from '../opened';
import classes from './presets.module.css';

export function LinkFaults() {
  const { t } = useTranslation('optimizers');
  const say = t as unknown as (key: string, params: Record<string, unknown>) => string;
  const faults = useOpened((state) => state.faults);
  if (faults.length === 0) return null;
  return (
    <div className={classes.faults} role="alert" id="link-faults">
      <p>{t('link.title')}</p>
      <ul>
        {faults.map(({ code, params }, index) => (
          <li key={index}>{say(`link.${code}`, params)}</li>
        ))}
      </ul>
      <Button id="link-faults-close" onClick={forgetFaults}>
        {t('link.close')}
      </Button>
    </div>
  );
}
