/** One view of the work, loaded on demand. When it throws, the rest of the page lives on and it can be tried again. */
import { type ComponentType, lazy, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../Boundary';
import type { PanelId } from '../routes';

const LOADERS = {
  train: () => import('./views/TrainView'),
  inspect: () => import('./views/InspectView'),
  step: () => import('@/panels/backprop'),
  race: () => import('@/panels/races'),
  runs: () => import('@/panels/runs'),
} as const;

/** One lazy component a view and attempt: what has come once is shown at once the next time. */
const views = new Map<string, ComponentType>();

function viewOf(panel: PanelId, attempt: number): ComponentType {
  const key = `${panel} ${attempt}`;
  const known = views.get(key);
  if (known !== undefined) return known;
  const view = lazy(async () => {
    try {
      return await LOADERS[panel]();
    } catch (error) {
      // A failed import would otherwise fail for ever.
      views.delete(key);
      throw error;
    }
  });
  views.set(key, view);
  return view;
}

export function PanelView({ panel: wanted }: { panel: PanelId }) {
  // The view before stays until the next one is there: a word that something loads would stand for 0.3 s at least.
  const panel = useDeferredValue(wanted);
  const [attempt, setAttempt] = useState(0);
  const View = viewOf(panel, attempt);
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
