/** Several runs side by side: their curves, the settings that set them apart, and what each came to. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Panel } from '@/ui';
import { clearSelection } from '../selection';
import { CurvesView } from './CurvesView';
import type { Chosen } from './chosen';
import classes from './compare.module.css';
import { Differences } from './Differences';
import { differences } from './differences';
import { ExportButton } from './ExportButton';
import { Results } from './Results';

export function ComparePanel({ chosen }: { chosen: readonly Chosen[] }) {
  const { t } = useTranslation('runs');
  const found = useMemo(() => differences(chosen.map(({ run }) => run.record)), [chosen]);
  return (
    <Panel
      title={t('compare.title')}
      note={t('compare.count', { count: chosen.length })}
      className={classes.panel}
      actions={
        <>
          <ExportButton chosen={chosen} />
          <Button id="runs-clear" variant="quiet" className={classes.small} onClick={clearSelection}>
            {t('compare.clear')}
          </Button>
        </>
      }
    >
      <CurvesView chosen={chosen} />
      <h3 className={classes.heading} id="runs-differences">
        {t('differences.title')}
      </h3>
      <Differences chosen={chosen} found={found} />
      <h3 className={classes.heading} id="runs-results">
        {t('results.title')}
      </h3>
      <Results chosen={chosen} />
    </Panel>
  );
}
