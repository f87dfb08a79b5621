/**
 * The workspace: one document, one run, and the views of them. The bar at the top is the same in every view; the view
 * below is loaded when it is first shown and fails on its own.
 */
import './workspace.css';
import '@mantine/core/styles.layer.css';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { documentStore, session, type TemplateId, titleKey, useOpenTemplate } from '@/state';
import { noteWork } from '@/state/recent';
import { Logo } from '../Logo';
import { galleryHref, type PanelId } from '../routes';
import { usePageTitle } from '../usePageTitle';
import { Alerts } from './Alerts';
import { Notices } from './Notices';
import { PanelView } from './PanelView';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';

export default function Workspace({ template, panel }: { template: string; panel: PanelId }) {
  return documentStore.isTemplate(template) ? <Work template={template} panel={panel} /> : <UnknownWork />;
}

function Work({ template, panel }: { template: TemplateId; panel: PanelId }) {
  const { t } = useTranslation(['common', 'gallery', 'presets']);
  const open = useOpenTemplate() === template;
  useEffect(() => {
    void session.open(template);
    return () => session.leave();
  }, [template]);
  useEffect(() => noteWork(template, { panel }), [template, panel]);
  useEffect(() => {
    const keep = () => {
      if (document.hidden) session.keep();
    };
    document.addEventListener('visibilitychange', keep);
    window.addEventListener('pagehide', session.keep);
    return () => {
      document.removeEventListener('visibilitychange', keep);
      window.removeEventListener('pagehide', session.keep);
    };
  }, []);
  useShortcuts(panel);
  usePageTitle(t(titleKey(template)));
  return (
    <div className="workspace">
      {open && <TopBar template={template} panel={panel} />}
      <main id="main" tabIndex={-1} className="workspace-main" aria-label={t(`nav.${panel}`)}>
        {/* Words for what went wrong are loaded when something has; the workspace does not go away for that. */}
        <Suspense fallback={null}>
          <Alerts panel={panel} />
        </Suspense>
        {open && <PanelView key={panel} panel={panel} />}
      </main>
      <Notices />
    </div>
  );
}

function UnknownWork() {
  const { t } = useTranslation();
  usePageTitle(null);
  return (
    <main id="main" tabIndex={-1} className="waiting nothing-here">
      <div>
        <Logo />
        <h1>{t('unknownWork.title')}</h1>
        <a href={galleryHref}>{t('unknownWork.back')}</a>
      </div>
    </main>
  );
}
