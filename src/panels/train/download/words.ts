/** Bytes and problems of a download in words. */
import { useTranslation } from 'react-i18next';
import { type DownloadReport, usePreferences } from '@/state';

export type DownloadProblem = NonNullable<DownloadReport['problem']>;

const WORDED = new Set([
  'network',
  'fileMissing',
  'fileTruncated',
  'wrongDigest',
  'notIdx',
  'filesMissing',
  'busyElsewhere',
]);

export function useDownloadWords() {
  const { t } = useTranslation('download');
  const language = usePreferences((state) => state.language);
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const megabytes = (bytes: number) => format.format(bytes / 1e6);
  const of = (loaded: number, total: number) => t('of', { loaded: megabytes(loaded), total: megabytes(total) });
  return {
    t,
    size: (bytes: number) => t('size', { megabytes: megabytes(bytes) }),
    of,
    progress: ({ loaded, total, bytesPerSecond }: DownloadReport) =>
      bytesPerSecond === null
        ? of(loaded, total)
        : t('speed', { of: of(loaded, total), rate: megabytes(bytesPerSecond) }),
    /** `host`: where the download came from. */
    problem: ({ code, file, params }: DownloadProblem, host: string) => {
      const refused = code === 'network' && params.status !== 0;
      const key = refused ? 'status' : WORDED.has(code) ? code : 'other';
      const names = new Intl.ListFormat(language).format(String(params.names ?? '').split(', '));
      return t(`problem.${key}` as 'problem.other', { message: code, ...params, names, file, host });
    },
  };
}
