/** Optimizers race on surfaces: a bar with what is open, and the panel below it. No document, no run. */
import '../functions/functions.css';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import OptimizersPanel from '@/panels/optimizers';
import { Logo } from '../Logo';
import { galleryHref, raceHref } from '../routes';
import { LanguageSwitch, ThemeSwitch } from '../Switches';
import { usePageTitle } from '../usePageTitle';

interface RacePageProps {
  preset: string;
  query: string;
}

export default function RacePage({ preset, query }: RacePageProps) {
  const { t } = useTranslation(['optimizers', 'common']);
  usePageTitle(t('optimizers:title'));
  // No step in the history: the back button leaves the race, not the last drag of its start.
  const onQuery = useCallback(
    (next: string) => window.history.replaceState(window.history.state, '', raceHref(preset, next)),
    [preset],
  );
  return (
    <div className="functions-page">
      <header className="functions-top">
        <a
          href={galleryHref}
          className="functions-home"
          aria-label={t('common:app.home')}
          title={t('common:nav.gallery')}
        >
          <Logo />
        </a>
        <h1>{t('optimizers:title')}</h1>
        <div className="functions-switches" style={{ marginInlineStart: 'auto' }}>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} aria-label={t('optimizers:title')}>
        <OptimizersPanel preset={preset} query={query} onQuery={onQuery} />
      </main>
    </div>
  );
}
