/**
 * What if: a stack of dense layers between the input and the target of the data at hand. Its charts are those of the
 * network; a setting can be pinned and another one looked at beside it.
 */
import { IconChartLine, IconPin, IconPinnedOff, IconTable } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { LaboratorySetup } from '@/core/analysis/laboratory';
import { deadUnits, saturatedUnits, type UnitReport } from '@/core/analysis/units';
import { networkInput, useRun, useSamples, useVocabulary } from '@/state';
import { Button, IconButton, measured, Panel, ProgressBar } from '@/ui';
import { useSession } from '../session';
import { useScene } from '../stepper';
import { FlowTable } from './FlowTable';
import flowCss from './flow.module.css';
import { initializerIn, LaboratoryControls } from './LaboratoryControls';
import { LESSONS, lessonOf } from './lessons';
import { rowsOf } from './model';
import { SignalChart } from './SignalChart';
import { setFlow, useFlow } from './store';
import { useAnalysis } from './useAnalysis';
import { Verdict, verdictText } from './Verdict';
import { type FlowWords, useFlowWords } from './words';

/** Samples that are sent through. */
const BATCH = 32;

/** A setting in a line: `10 × 32, sigmoid, Glorot uniform`. */
function useSetupName(): (setup: LaboratorySetup) => string {
  const words = useFlowWords();
  const vocabulary = useVocabulary();
  return (setup) =>
    words('lab.name', {
      depth: setup.depth,
      width: setup.width,
      activation: vocabulary.name('activation', setup.activation),
      initializer: vocabulary.name('initializer', initializerIn(setup).kind),
    });
}

export function Laboratory() {
  const words = useFlowWords();
  const nameOf = useSetupName();
  const { graph } = useScene();
  const { setup, pinned } = useFlow();
  const [asTable, setAsTable] = useState(false);
  const split = useSession((s) => s.choice.split);
  const available = useRun((run) => run.dataset.info?.counts[split] ?? 0);
  const count = Math.min(BATCH, available);
  const indices = useMemo(() => Array.from({ length: count }, (_, i) => i), [count]);
  const { shown } = useSamples(split, indices);
  const samples = shown?.indices === indices ? shown.samples : null;
  const inputShape = graph.nodes[graph.input].shape.slice(1);
  const key = samples === null ? null : JSON.stringify([setup, inputShape, samples.targets.length, split]);
  const stack = useAnalysis('laboratory', key, () => ({
    task: { inputShape, outputs: (samples?.targets.length ?? 0) / count },
    setup,
    batch: {
      inputs: networkInput(samples?.inputs ?? new Float32Array()),
      targets: samples?.targets ?? new Float32Array(),
      count,
    },
  }));
  const { output } = stack;
  const rows = useMemo(() => output && rowsOf(output.signals, output.spectra), [output]);
  const before = useMemo(() => pinned && rowsOf(pinned.output.signals, pinned.output.spectra), [pinned]);
  const lesson = lessonOf(setup);
  return (
    <div className={flowCss.lab}>
      <Panel title={words('lab.title')} note={words('lab.note', { count })} id="flow-laboratory">
        <div className={flowCss.lessons} role="toolbar" aria-label={words('lab.lessons')}>
          {Object.entries(LESSONS).map(([id, own]) => (
            <Button key={id} pressed={id === lesson} onClick={() => setFlow({ setup: own })}>
              {words(`lesson.${id}.name`)}
            </Button>
          ))}
        </div>
        {lesson !== null && <p className={flowCss.about}>{words(`lesson.${lesson}.text`)}</p>}
        <LaboratoryControls setup={setup} />
      </Panel>
      <Panel
        title={words('lab.result')}
        note={nameOf(setup)}
        actions={
          <>
            <Button
              id="flow-pin"
              icon={pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
              disabled={pinned === null && (output === null || stack.key !== key)}
              onClick={() => setFlow({ pinned: pinned || output === null ? null : { setup, output } })}
            >
              {words(pinned ? 'lab.unpin' : 'lab.pin')}
            </Button>
            <IconButton
              id="flow-lab-table"
              label={words(asTable ? 'asChart' : 'asTable')}
              icon={asTable ? <IconChartLine size={17} /> : <IconTable size={17} />}
              pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            />
          </>
        }
      >
        {output !== null && rows !== null && (
          <div aria-busy={stack.key !== key}>
            <Verdict signals={output.signals} id="flow-lab-verdict" />
            {pinned && (
              <p className={flowCss.about}>
                {words('lab.pinned', {
                  name: nameOf(pinned.setup),
                  verdict: verdictText(words, pinned.output.signals),
                })}
              </p>
            )}
            {asTable ? (
              <FlowTable rows={rows} signals={output.signals} id="flow-lab-values" />
            ) : (
              <SignalChart rows={rows} pinned={before} selected={null} summary={verdictText(words, output.signals)} />
            )}
            <p className={flowCss.about}>{unitsText(words, output.units)}</p>
            {output.losses.length > 1 && (
              <p className={flowCss.about}>
                {words('lab.losses', {
                  steps: output.losses.length - 1,
                  first: measured(output.losses[0]),
                  last: measured(output.losses[output.losses.length - 1]),
                })}
              </p>
            )}
          </div>
        )}
        <div className={flowCss.working}>
          {stack.progress !== null && <ProgressBar label={words('lab.working')} value={stack.progress} />}
          {stack.problem !== null && <span role="alert">{words('problem', { code: stack.problem })}</span>}
        </div>
      </Panel>
    </div>
  );
}

/** Dead and saturated units of the whole stack in a sentence. */
function unitsText(words: FlowWords, reports: readonly UnitReport[]): string {
  if (reports.length === 0) return words('lab.noFlat');
  const sum = (of: (report: UnitReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return words('lab.units', {
    units: sum(({ units }) => units),
    dead: sum((report) => deadUnits(report).length),
    saturated: sum((report) => saturatedUnits(report).length),
  });
}
