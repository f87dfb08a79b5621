/** All points of the chosen runs' curves as a file. */
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CSV_TYPE } from '@/export/csv';
import { Button, saveFile } from '@/ui';
import { useRunName } from '../words';
import type { Chosen } from './chosen';
import classes from './compare.module.css';
import { csvOf } from './csv';
import { readCurves } from './useCurves';

export function ExportButton({ chosen }: { chosen: readonly Chosen[] }) {
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const read = chosen.map(async ({ run: { record } }) => {
        const curves = await readCurves(record.id, record.updatedAt, Number.POSITIVE_INFINITY);
        return curves ? [{ name: nameOf(record), ...curves }] : [];
      });
      const text = csvOf((await Promise.all(read)).flat());
      saveFile('chainrule-runs.csv', new Blob([text], { type: CSV_TYPE }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      id="runs-csv"
      className={classes.small}
      disabled={busy}
      title={t('export.hint')}
      icon={<IconDownload size={15} stroke={1.8} aria-hidden />}
      onClick={() => void save()}
    >
      {t('export.csv')}
    </Button>
  );
}
