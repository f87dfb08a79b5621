/** For people who have the files already: choose them; dropping them anywhere on the card does the same. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type DownloadOffer, downloadActions } from '@/state';
import { Button } from '@/ui';
import classes from './download.module.css';

export function GivenFiles({ offer }: { offer: DownloadOffer }) {
  const { t } = useTranslation('download');
  const input = useRef<HTMLInputElement>(null);
  return (
    <details className={classes.files}>
      <summary>{t('files.title')}</summary>
      <p>{t('files.hint')}</p>
      <ul className="num">
        {offer.files.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <input
        ref={input}
        id="download-files"
        type="file"
        multiple
        hidden
        aria-label={t('files.choose')}
        onChange={({ target }) => {
          if (target.files?.length) downloadActions.give([...target.files]);
          target.value = '';
        }}
      />
      <Button id="download-choose" onClick={() => input.current?.click()}>
        {t('files.choose')}
      </Button>
    </details>
  );
}
