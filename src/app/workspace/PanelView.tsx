/** One view of the work, loaded on demand. When it throws, the rest of the page lives on and it can be tried again. */
import { Component, lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui';
import type { PanelId } from '../routes';

const LOADERS = {
  train: () => import('@/panels/train'),
  step: () => import('@/panels/backprop'),
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

class Boundary extends Component<{ onRetry(): void; children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error ? <Failed error={error} onRetry={this.props.onRetry} /> : this.props.children;
  }
}

function Failed({ error, onRetry }: { error: Error; onRetry(): void }) {
  const { t } = useTranslation();
  return (
    <section className="notice-card" role="alert">
      <h2>{t('panel.failed')}</h2>
      <p>{t('panel.kept')}</p>
      <Button id="panel-retry" variant="primary" onClick={onRetry}>
        {t('panel.retry')}
      </Button>
      <details>
        <summary>{t('panel.details')}</summary>
        <code>{error.message}</code>
      </details>
    </section>
  );
}
