/**
 * "Step this batch": one iteration of training on a few samples, forward, loss, backward and update, number by number,
 * from the run's own weights. This file only lays out and says what is missing when there is nothing to show.
 */
import { Suspense, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { runActions, takeStepRequest, useDocument, useRun } from '@/state';
import { Button, Panel } from '@/ui';
import { Computing } from './batch/Computing';
import { NonFinite } from './batch/NonFinite';
import { TooLarge } from './batch/TooLarge';
import { DetailPanel } from './detail/DetailPanel';
import { FaultBanner } from './faults/FaultBanner';
import layoutCss from './layout.module.css';
import { NetworkPanel } from './network/NetworkPanel';
import { OperationsPanel } from './operations/OperationsPanel';
import { Presentation } from './present/Presentation';
import { Lesson } from './presets/Lesson';
import { chooseSamples, goTo, openSession, useSession } from './session';
import { StepperProvider } from './stepper';
import { TimelinePanel } from './timeline/TimelinePanel';
import { StepperToolbar } from './toolbar/StepperToolbar';
import { onDemand, ToolsPanel } from './tools/ToolsPanel';
import { TourInvitation } from './tour/Tour';
import { useStep } from './useStep';
import { useWords, WordsProvider } from './words';

export default function BackpropPanel() {
  // Asked for here, once: a part that shows up later must not make the whole view wait for its words.
  useTranslation([
    'backprop',
    'handout',
    'tour',
    'ui',
    'practice',
    'notation',
    'check',
    'presets',
    'gallery',
    'faults',
  ]);
  const { template } = useDocument();
  const ready = useSession((s) => s.owner === template);
  // Before anything is painted: the first picture of another document must not show the last one's numbers.
  useLayoutEffect(() => {
    openSession(template);
    const asked = takeStepRequest(template);
    if (asked === null) return;
    chooseSamples(asked);
    goTo(0, 0);
  }, [template]);
  return <WordsProvider>{ready ? <Stepping /> : null}</WordsProvider>;
}

function Stepping() {
  const { traced, outdated, problem: failed, room } = useStep();
  const problem = outdated ? { code: 'outdated', params: {} } : failed;
  const misfit = problem?.code === 'misfit';
  const presenting = useSession((s) => s.presenting);
  if (room?.fits === false && !outdated && !misfit) return <TooLarge room={room} />;
  if (traced === null || outdated || misfit) return <Missing problem={problem} resettable={outdated || misfit} />;
  if (presenting) {
    return (
      <StepperProvider traced={traced}>
        <Presentation />
      </StepperProvider>
    );
  }
  return (
    <StepperProvider traced={traced}>
      <div className={layoutCss.stepper}>
        <StepperToolbar />
        <div className={layoutCss.left}>
          <FaultBanner />
          <Lesson />
          <TourInvitation />
          {problem && <ProblemNote problem={problem} />}
          <Computing />
          <NonFinite />
          <Pictures />
        </div>
        <ToolsPanel />
        <TimelinePanel />
      </div>
    </StepperProvider>
  );
}

const FlowPanel = onDemand(() => import('./flow/FlowPanel').then((m) => m.FlowPanel));

/** One iteration at its depths: the network, the graph of its operations, both, or one number's formula. */
function Pictures() {
  const view = useSession((s) => s.view);
  if (view === 'element') return <DetailPanel />;
  if (view === 'flow') {
    return (
      <Suspense fallback={<div className={layoutCss.waiting} aria-busy="true" />}>
        <FlowPanel />
      </Suspense>
    );
  }
  return (
    <>
      {view !== 'operations' && <NetworkPanel />}
      {view !== 'network' && <OperationsPanel />}
    </>
  );
}

type Problem = { code: string; params: Record<string, string | number> };
/** Problems with words of their own; the others show their code. */
const WORDED = ['misfit', 'outdated', 'crashed'];

function ProblemNote({ problem }: { problem: Problem }) {
  const words = useWords();
  const known = WORDED.includes(problem.code);
  return (
    <p className={layoutCss.problem} role="alert">
      {words(known ? `problem.${problem.code}` : 'problem.other', {
        ...problem.params,
        code: problem.code,
        message: problem.params.message ?? problem.code,
      })}
    </p>
  );
}

/** Nothing to step yet: the data or the network is on its way, or something has to be done first. */
function Missing({ problem, resettable }: { problem: Problem | null; resettable: boolean }) {
  const words = useWords();
  const status = useRun((run) => run.status);
  // The notice above the views says what is wrong with the network, and mends it.
  const broken = useRun((run) => run.error?.code === 'invalidNetwork');
  if (broken) return null;
  return (
    <Panel title={words('title.panel')} className={layoutCss.missing}>
      {problem ? (
        <ProblemNote problem={problem} />
      ) : (
        <p role="status">{words(status === 'loadingData' ? 'missing.data' : 'missing.run')}</p>
      )}
      <Computing />
      {resettable && (
        <Button id="stepper-apply-settings" variant="primary" onClick={() => runActions.applySettings()}>
          {words('problem.apply')}
        </Button>
      )}
    </Panel>
  );
}
