/** How good the network is on images it has never seen, in numbers and curves that are made from one evaluation. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, evaluateTest, useAutomaticEvaluation, useEvaluation, useRun, useRunNetwork } from '@/state';
import { Button, Panel } from '@/ui';
import { CurvesBlock } from './CurvesBlock';
import classes from './metrics.module.css';
import { judgedOf, middleOf, regressionOf } from './model';
import { Overview } from './Overview';

interface MetricsPanelProps {
  /** Of the classes. */
  names: readonly string[];
  /** Shows the table of the single classes, where the page has one. */
  onClassTable?(): void;
}

export function MetricsPanel({ names, onClassTable }: MetricsPanelProps) {
  const { t } = useTranslation('inspect');
  useAutomaticEvaluation();
  const evaluation = useEvaluation((state) => state.evaluation);
  return (
    <Panel id="metrics" title={t('metrics.title')} actions={evaluation && <EvaluateButton again />}>
      {evaluation === null ? (
        <div className={classes.empty}>
          <p>{t('metrics.none')}</p>
          <EvaluateButton />
        </div>
      ) : (
        <Judgement evaluation={evaluation} names={names} onClassTable={onClassTable} />
      )}
    </Panel>
  );
}

function Judgement({ evaluation, names, onClassTable }: MetricsPanelProps & { evaluation: Evaluation }) {
  const { t } = useTranslation('inspect');
  const { loss } = useRunNetwork();
  const judged = useMemo(() => judgedOf(evaluation), [evaluation]);
  const regression = useMemo(() => regressionOf(evaluation, loss.kind), [evaluation, loss.kind]);
  const readable = judged?.classes.some(({ thresholds }) => thresholds !== null) ?? false;
  return (
    <div className={classes.container}>
      <Overview evaluation={evaluation} judged={judged} regression={regression} onClassTable={onClassTable} />
      {judged && readable && <CurvesBlock judged={judged} names={names} middle={middleOf(loss)} />}
      {judged && !readable && <p className={classes.note}>{t('metrics.notNumbers')}</p>}
      {!judged && !regression && <p className={classes.note}>{t('metrics.nothing')}</p>}
    </div>
  );
}

function EvaluateButton({ again = false }: { again?: boolean }) {
  const { t } = useTranslation('inspect');
  const busy = useEvaluation((state) => state.busy);
  const ready = useRun(
    (state) => state.progress !== null && state.status !== 'loadingData' && state.status !== 'building',
  );
  return (
    <Button id="metrics-evaluate" disabled={!ready || busy} aria-busy={busy} onClick={() => void evaluateTest()}>
      {t(busy ? 'mistakes.evaluating' : again ? 'metrics.again' : 'mistakes.evaluate')}
    </Button>
  );
}
