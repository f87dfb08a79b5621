/** What stands between the person and the work, above the view: an error with a way to try again, or a divergence. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChainruleDocument, documentStore, runActions, useRun } from '@/state';
import { Button } from '@/ui';
import type { PanelId } from '../routes';
import { DivergenceNotice } from './DivergenceNotice';
import { useWords } from './useWords';

const BrokenNetwork = lazy(() => import('./BrokenNetwork'));

const ABOUT_SCHEDULE: ReadonlySet<string> = new Set(['engine.unknownSchedule', 'engine.scheduleSetting']);

/** The learning rate stays: what can always be trained with. The run is built again by itself. */
function withoutSchedule(document: ChainruleDocument): ChainruleDocument {
  const phases = document.training.phases.map(({ schedule: _, ...phase }) => phase);
  return { ...document, training: { ...document.training, phases } };
}

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
      <div className="notice-actions">
        {ABOUT_SCHEDULE.has(error.code) && (
          <Button id="without-schedule" variant="primary" onClick={() => documentStore.update(withoutSchedule)}>
            {t('panel.withoutSchedule')}
          </Button>
        )}
        <Button id="retry" variant={ABOUT_SCHEDULE.has(error.code) ? undefined : 'primary'} onClick={runActions.retry}>
          {t('retry')}
        </Button>
      </div>
    </section>
  );
}
