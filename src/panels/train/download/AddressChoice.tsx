/** Where to download from: one of the public networks, or an address of the person's own. */
import { useTranslation } from 'react-i18next';
import { type DownloadOffer, downloadActions, folderOf } from '@/state';
import classes from './download.module.css';

/** One of the folders on offer, or what was typed. */
export interface Choice {
  /** Index of a folder on offer, or null for another address. */
  offered: number | null;
  address: string;
}

/** What was used last time, else the first on offer. */
export function choiceAtFirst({ folders }: DownloadOffer): Choice {
  const last = downloadActions.lastFolder();
  if (last === null) return { offered: 0, address: '' };
  const offered = folders.indexOf(last);
  return offered < 0 ? { offered: null, address: last } : { offered, address: '' };
}

export type AddressProblem = 'bad' | 'insecure';

/** The folder that was chosen, or what is wrong with the address. */
export function folderOfChoice(
  { offered, address }: Choice,
  { folders }: DownloadOffer,
): { folder: string | null; problem: AddressProblem | null } {
  const folder = offered === null ? folderOf(address) : folders[offered];
  return folder === 'bad' || folder === 'insecure' ? { folder: null, problem: folder } : { folder, problem: null };
}

export const hostOf = (folder: string | null): string | null => (folder ? new URL(folder).host : null);

interface AddressChoiceProps {
  offer: DownloadOffer;
  choice: Choice;
  onChoose(choice: Choice): void;
  /** Shown below the address. */
  problem: AddressProblem | null;
}

export function AddressChoice({ offer, choice, onChoose, problem }: AddressChoiceProps) {
  const { t } = useTranslation('download');
  return (
    <>
      <label className={classes.from}>
        <span>{t('from')}</span>
        <select
          id="download-from"
          value={choice.offered ?? ''}
          onChange={({ target: { value } }) => onChoose({ ...choice, offered: value === '' ? null : Number(value) })}
        >
          {offer.folders.map((folder, index) => (
            <option key={folder} value={index}>
              {hostOf(folder)}
            </option>
          ))}
          <option value="">{t('other')}</option>
        </select>
      </label>
      {choice.offered === null && (
        <div className={classes.address}>
          <label htmlFor="download-address">{t('address')}</label>
          <input
            id="download-address"
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            value={choice.address}
            aria-invalid={problem !== null}
            aria-describedby={problem ? 'download-address-problem' : undefined}
            onChange={({ target }) => onChoose({ ...choice, address: target.value })}
          />
          <p id="download-address-problem" className={classes.reason} aria-live="polite">
            {problem && t(`addressProblem.${problem}`)}
          </p>
        </div>
      )}
    </>
  );
}
