/** What stands between the person and the work, above the view: an error with a way to try again, or a divergence. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { runActions, useRun } from '@/state';
import { Button } from '@/ui';
import type { PanelId } from '../routes';
import { DivergenceNotice } from './DivergenceNotice';
import { useWords } from './useWords';

const BrokenNetwork = lazy(() => import('./BrokenNetwork'));

export function Alerts({ panel }: { panel: PanelId }) {
  const status = useRun((state) => state.status);
  const dataFailed = useRun((state) => state.dataset.error !== null);
  if (status === 'diverged') return <DivergenceNotice />;
  // The training view words a failed data set itself, where the curves would be.
  if (status === 'error' && !(dataFailed && panel === 'train')) return <ErrorNotice panel={panel} />;
  return null;
}

function ErrorNotice({ panel }: { panel: PanelId }) {
  const { t } = useTranslation();
  const words = useWords();
  const error = useRun((state) => state.error);
  if (!error) return null;
  // The training view has the settings, with what is wrong beside them; trying again would change nothing.
  if (error.code === 'invalidNetwork') {
    return (
      <section className="notice-card is-broken" role={panel === 'train' ? 'alert' : undefined}>
        <h2>{t('panel.brokenNetwork')}</h2>
        {panel === 'train' ? (
          <p>{words(error.code, error.params)}</p>
        ) : (
          <Suspense fallback={null}>
            <BrokenNetwork />
          </Suspense>
        )}
      </section>
    );
  }
  return (
    <section className="notice-card" role="alert">
      <h2>{t('status.error')}</h2>
      <p>{words(error.code, error.params)}</p>
      <Button id="retry" variant="primary" onClick={runActions.retry}>
        {t('retry')}
      </Button>
    </section>
  );
}
