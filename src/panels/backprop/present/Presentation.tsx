/**
 * The stepper for a room: one picture, one sentence and one formula, as large as the screen allows, in high contrast.
 * It is the same moment as in the view behind it: stepping here is stepping there.
 */
import { IconArrowsMaximize, IconArrowsMinimize, IconLogout, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button, IconButton, Segmented } from '@/ui';
import { FormulaBlock } from '../detail/FormulaBlock';
import { described, earlierParts } from '../detail/shown';
import { UpdateBlock } from '../detail/UpdateBlock';
import { PresentedFault } from '../faults/FaultBanner';
import { anchor } from '../model/network';
import { NetworkPicture } from '../network/NetworkPicture';
import { OperationsPanel } from '../operations/OperationsPanel';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { TimelinePanel } from '../timeline/TimelinePanel';
import { Sentence, say, useWords } from '../words';
import presentCss from './present.module.css';
import { useSpeech } from './speech';
import { leave, useAlone, useEnlargement, useFullscreen, usePresentationKeys } from './usePresenting';

const VIEWS = ['network', 'operations'] as const;

export function Presentation() {
  const words = useWords();
  const stepper = useStepper();
  const { step, timeline } = stepper;
  const selection = useSession((s) => s.selection);
  const operations = useSession((s) => s.view === 'operations');
  const scale = useEnlargement();
  const page = useRef<HTMLElement>(null);
  useAlone();
  usePresentationKeys(timeline.length);
  useEffect(() => {
    page.current?.focus({ preventScroll: true });
  }, []);

  const { title, sentence } = described(stepper, selection);
  const phase = selection ? null : (step?.phase ?? null);
  const told = say(words, sentence);
  return createPortal(
    <main
      ref={page}
      className={presentCss.page}
      style={{ '--scale': scale } as CSSProperties}
      tabIndex={-1}
      id="stepper-presentation"
      aria-label={words('title.panel')}
    >
      <header className={presentCss.head}>
        <h2 className={presentCss.title} data-phase={phase ?? undefined}>
          {phase && <span className={presentCss.phase}>{words(`phase.${phase}`)}</span>}
          <span>
            <Sentence message={title} />
          </span>
        </h2>
        <PresentedFault />
        <Controls told={told} />
      </header>
      <div className={presentCss.body}>
        <div className={presentCss.picture} data-view={operations ? 'operations' : 'network'}>
          {operations ? <OperationsPanel /> : <NetworkPicture />}
        </div>
        <div className={presentCss.formula}>
          <Formulas />
        </div>
      </div>
      <p className={presentCss.narration} data-phase={phase ?? undefined} role="status" id="stepper-narration">
        <Sentence message={sentence} />
      </p>
      <div className={presentCss.timeline}>
        <TimelinePanel />
      </div>
    </main>,
    document.body,
  );
}

/** The formulas of the moment, without all that is beside them in the view. */
function Formulas() {
  const { step, focus, model, graph } = useStepper();
  const selected = useSession((s) => s.selection !== null);
  if (focus === null) return <Keys />;
  const weight = graph.nodes[focus.node].phase === 'update' ? anchor(model, focus) : null;
  const name = graph.weights.find(({ node }) => node === weight?.node)?.name;
  if (weight !== null && name !== undefined) return <UpdateBlock weight={name} element={weight.element} />;
  const earlier = step === null || selected ? [] : earlierParts(step, focus);
  return [...earlier, focus].map((ref) => <FormulaBlock key={ref.node} element={ref} />);
}

/** Before the first step: the keys to go on with. */
function Keys() {
  const { t } = useTranslation('handout');
  const keys = [
    ['→  PageDown', t('present.keys.next')],
    ['←  PageUp', t('present.keys.back')],
    [t('present.keys.space'), t('present.keys.play')],
    ['F', t('present.fullscreen')],
    ['Esc', t('present.leave')],
  ];
  return (
    <dl className={presentCss.keys}>
      {keys.map(([key, meaning]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function Controls({ told }: { told: string }) {
  const { t } = useTranslation('handout');
  const words = useWords();
  const operations = useSession((s) => s.view === 'operations');
  const speech = useSpeech(told);
  const fullscreen = useFullscreen();
  return (
    <div className={presentCss.controls}>
      <Segmented
        label={words('view.label')}
        options={VIEWS.map((value) => ({ value, label: words(`view.${value}`) }))}
        value={operations ? 'operations' : 'network'}
        onChange={(view) => useSession.setState({ view })}
      />
      <IconButton
        id="present-speech"
        label={t(speech.possible ? 'present.speech' : 'present.noVoice')}
        icon={speech.on ? <IconVolume size={18} /> : <IconVolumeOff size={18} />}
        pressed={speech.on}
        disabled={!speech.possible}
        onClick={speech.toggle}
      />
      {fullscreen.possible && (
        <IconButton
          id="present-fullscreen"
          label={t(fullscreen.on ? 'present.window' : 'present.fullscreen')}
          shortcut="F"
          icon={fullscreen.on ? <IconArrowsMinimize size={18} /> : <IconArrowsMaximize size={18} />}
          onClick={fullscreen.toggle}
        />
      )}
      <Button id="present-leave" icon={<IconLogout size={17} />} onClick={leave}>
        {t('present.leave')}
      </Button>
    </div>
  );
}
