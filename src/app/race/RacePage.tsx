/** Optimizers race on surfaces: a bar with the race's name and its history, and the panel below it. No run. */
import '../functions/functions.css';
import './race.css';
import { IconArrowBackUp, IconArrowForwardUp, IconCheck, IconShare2 } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import OptimizersPanel from '@/panels/optimizers';
import { linkQuery } from '@/panels/optimizers/opened';
import { useRaceTitle } from '@/panels/optimizers/presets/words';
import { redoRace, undoRace, useRaceHistory } from '@/panels/optimizers/store';
import { Button, copyText, IconButton } from '@/ui';
import { Logo } from '../Logo';
import { galleryHref, raceHref } from '../routes';
import { LanguageSwitch, ThemeSwitch } from '../Switches';
import { isUndoKey } from '../undoKey';
import { usePageTitle } from '../usePageTitle';

interface RacePageProps {
  preset: string;
  query: string;
}

export default function RacePage({ preset, query }: RacePageProps) {
  const { t } = useTranslation(['optimizers', 'common']);
  const title = useRaceTitle();
  usePageTitle(`${title} · ${t('optimizers:title')}`);
  useHistoryKeys();
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
        <h1>{title}</h1>
        <History />
        <div className="functions-switches race-end">
          <span className="race-same">{t('optimizers:same')}</span>
          <Share preset={preset} />
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

function History() {
  const { t } = useTranslation();
  const { canUndo, canRedo } = useRaceHistory();
  return (
    <fieldset className="race-history" aria-label={t('history.label')}>
      <IconButton
        id="undo"
        label={t('history.undo')}
        shortcut="Ctrl+Z"
        disabled={!canUndo}
        onClick={undoRace}
        icon={<IconArrowBackUp size={17} stroke={1.8} />}
      />
      <IconButton
        id="redo"
        label={t('history.redo')}
        shortcut="Ctrl+Shift+Z"
        disabled={!canRedo}
        onClick={redoRace}
        icon={<IconArrowForwardUp size={17} stroke={1.8} />}
      />
    </fieldset>
  );
}

function useHistoryKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isUndoKey(event)) return;
      event.preventDefault();
      if (event.shiftKey) redoRace();
      else undoRace();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** For so long, in milliseconds, it is said that the link has been copied. */
const SAID = 2500;

/** The link to exactly this race, in the clipboard. */
function Share({ preset }: { preset: string }) {
  const { t } = useTranslation('optimizers');
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID);
    return () => clearTimeout(timer);
  }, [state]);
  const share = async () => {
    const link = `${window.location.href.split('#')[0]}${raceHref(preset, linkQuery())}`;
    setState((await copyText(link)) ? 'copied' : 'refused');
  };
  const Icon = state === 'copied' ? IconCheck : IconShare2;
  return (
    <Button id="share-race" icon={<Icon size={16} stroke={1.8} aria-hidden />} onClick={() => void share()}>
      <span aria-live="polite">{t(`share.${state}`)}</span>
    </Button>
  );
}
