/** The bar at the top: what is open, its history, the run's controls, the views, where it runs, language and theme. */
import { IconArrowBackUp, IconArrowForwardUp, IconMathFunction } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { documentStore, type TemplateId, titleKey, useDocument, useDocumentHistory, useRun } from '@/state';
import { IconButton, VisuallyHidden } from '@/ui';
import { Logo } from '../Logo';
import { functionsHref, galleryHref, PANELS, type PanelId, workHref } from '../routes';
import { LanguageSwitch, ThemeSwitch } from '../Switches';
import { BackendChip } from './BackendChip';
import { PauseControl, RunControls } from './RunControls';

export function TopBar({ template, panel }: { template: TemplateId; panel: PanelId }) {
  const { t } = useTranslation(['common', 'gallery', 'presets']);
  const document = useDocument();
  return (
    <header className="top">
      <div className="top-name">
        <a href={galleryHref} className="top-home" aria-label={t('app.home')} title={t('nav.gallery')}>
          <Logo />
        </a>
        <h1 className="top-document">{document.name || t(titleKey(template))}</h1>
        <History />
      </div>
      {panel === 'step' ? <PauseControl /> : <RunControls />}
      <nav className="top-tabs" aria-label={t('nav.panels')}>
        {PANELS.map((id) => (
          <a key={id} id={`tab-${id}`} href={workHref(template, id)} aria-current={id === panel ? 'page' : undefined}>
            {t(`nav.${id}`)}
          </a>
        ))}
      </nav>
      <div className="top-page">
        <BackendChip />
        <FunctionsLink />
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <DataLine />
      <Voice />
    </header>
  );
}

/** To the functions that networks are made of; the back button returns to the work. */
function FunctionsLink() {
  const { t } = useTranslation();
  return (
    <a
      id="open-functions"
      href={functionsHref('activations')}
      className="ui-button ui-button-normal ui-button-icon"
      aria-label={t('nav.functions')}
      title={t('nav.functions')}
    >
      <IconMathFunction size={17} stroke={1.8} aria-hidden />
    </a>
  );
}

function History() {
  const { t } = useTranslation();
  const { canUndo, canRedo } = useDocumentHistory();
  return (
    <fieldset className="top-history" aria-label={t('history.label')}>
      <IconButton
        id="undo"
        label={t('history.undo')}
        shortcut="Ctrl+Z"
        disabled={!canUndo}
        onClick={documentStore.undo}
        icon={<IconArrowBackUp size={17} stroke={1.8} />}
      />
      <IconButton
        id="redo"
        label={t('history.redo')}
        shortcut="Ctrl+Shift+Z"
        disabled={!canRedo}
        onClick={documentStore.redo}
        icon={<IconArrowForwardUp size={17} stroke={1.8} />}
      />
    </fieldset>
  );
}

/** A hairline below the bar that fills while the data loads and moves while the network is built. */
function DataLine() {
  const { t } = useTranslation();
  const status = useRun((state) => state.status);
  const share = useRun(({ dataset }) => (dataset.total > 0 ? dataset.loaded / dataset.total : null));
  if (status !== 'loadingData' && status !== 'building') return null;
  const known = status === 'loadingData' ? share : null;
  const percent = known === null ? undefined : Math.round(known * 100);
  return (
    <div
      className={known === null ? 'top-line is-waiting' : 'top-line'}
      role="progressbar"
      aria-label={t(`status.${status}`)}
      aria-valuenow={percent}
    >
      <span style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  );
}

/** Says aloud what the run has come to, once for each change, not for each batch. */
function Voice() {
  const { t } = useTranslation();
  const status = useRun((state) => state.status);
  // The step at the moment of the change: while it trains the number would change without end.
  const step = useRun((state) => (state.status === 'playing' ? 0 : (state.progress?.step ?? 0)));
  return (
    <div role="status">
      <VisuallyHidden>{status !== 'idle' && t(`status.${status}`, { step })}</VisuallyHidden>
    </div>
  );
}
