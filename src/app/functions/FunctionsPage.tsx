/** The functions that networks are made of: a bar with the groups, and the panel below it. No document, no run. */
import './functions.css';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import FunctionsPanel from '@/panels/functions';
import { Logo } from '../Logo';
import { FUNCTION_TABS, type FunctionTab, functionsHref, galleryHref } from '../routes';
import { LanguageSwitch, ThemeSwitch } from '../Switches';
import { usePageTitle } from '../usePageTitle';

interface FunctionsPageProps {
  tab: FunctionTab;
  query: string;
}

export default function FunctionsPage({ tab, query }: FunctionsPageProps) {
  const { t } = useTranslation(['functions', 'common']);
  usePageTitle(`${t(`functions:tabs.${tab}`)} · ${t('functions:title')}`);
  // No step in the history: the back button leaves the view, not the last drag of a slider.
  const onQuery = useCallback(
    (next: string) => window.history.replaceState(window.history.state, '', functionsHref(tab, next)),
    [tab],
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
        <h1>{t('functions:title')}</h1>
        <nav aria-label={t('functions:tabs.label')}>
          {FUNCTION_TABS.map((id) => (
            <a key={id} id={`functions-${id}`} href={functionsHref(id)} aria-current={id === tab ? 'page' : undefined}>
              {t(`functions:tabs.${id}`)}
            </a>
          ))}
        </nav>
        <div className="functions-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} aria-label={t(`functions:tabs.${tab}`)}>
        <FunctionsPanel tab={tab} query={query} onQuery={onQuery} />
      </main>
    </div>
  );
}
