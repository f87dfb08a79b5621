/** One view of the work, loaded on demand. When it throws, the rest of the page lives on and it can be tried again. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../Boundary';
import type { PanelId } from '../routes';

const LOADERS = {
  train: () => import('./views/TrainView'),
  inspect: () => import('./views/InspectView'),
  step: () => import('@/panels/backprop'),
  runs: () => import('@/panels/runs'),
} as const;

export function PanelView({ panel }: { panel: PanelId }) {
  // A new attempt is a new lazy component: a failed import would otherwise fail for ever.
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks for a new component.
  const View = useMemo(() => lazy(LOADERS[panel]), [panel, attempt]);
  return (
    <Boundary key={attempt} onRetry={() => setAttempt(attempt + 1)}>
      <Suspense fallback={<Loading />}>
        <View />
      </Suspense>
    </Boundary>
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div className="waiting" aria-busy="true">
      {t('loading')}
    </div>
  );
}
