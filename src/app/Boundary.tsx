/** What throws inside is replaced by words and a way to try again; what is outside lives on. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';

export class Boundary extends Component<{ onRetry(): void; children: ReactNode }, { error: Error | null }> {
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
