/** Training went to infinity: when, what went first, why, and a button for the likeliest cure. */
import { Trans, useTranslation } from 'react-i18next';
import { TEMPLATES } from '@/core/network/templates';
import { PLATEAU, startsFromRate } from '@/core/schedules/rate';
import {
  adviseRate,
  type DivergenceReport,
  runActions,
  type TemplateId,
  useDocument,
  usePreferences,
  useRun,
} from '@/state';
import { wordRole } from '@/state/roleWords';
import { Button, writeNumber } from '@/ui';

/** A loss this many times the first one is a sign in itself; below, it was the weights that gave it away. */
const MANY_TIMES = 2;

function symptom({
  kind,
  loss,
  initialLoss,
}: DivergenceReport): 'nonFinite' | 'nonFiniteWeights' | 'exploded' | 'weights' {
  if (kind === 'nonFinite') return Number.isFinite(loss) ? 'nonFiniteWeights' : 'nonFinite';
  return loss > MANY_TIMES * initialLoss ? 'exploded' : 'weights';
}

export function DivergenceNotice() {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const report = useRun((state) => state.divergence);
  const stable = useRun((state) => state.stableRate);
  const { template, training } = useDocument();
  const [{ optimizer, schedule }] = training.phases;
  const current = optimizer.learningRate;
  if (!report) return null;
  // Where the schedule has its own rates, the optimizer's is of no account.
  const ownRates = schedule !== undefined && schedule.kind !== PLATEAU && !startsFromRate(schedule.kind);
  const write = (value: number) =>
    Number.isFinite(value)
      ? new Intl.NumberFormat(language, {
          maximumSignificantDigits: 3,
          notation: value > 1e5 ? 'scientific' : 'standard',
        }).format(value)
      : String(value);
  // Chinese sentences follow one another without a space.
  const gap = language === 'zh-CN' ? '' : ' ';
  const usual = TEMPLATES[template as TemplateId].training.phases[0].optimizer.learningRate;
  const rate = adviseRate({ diverged: report.learningRate, current, usual, stable });
  const lowerAndReset = () => {
    runActions.setLearningRate(rate);
    runActions.reset();
  };
  return (
    <section className="notice-card is-diverged" role="alert" id="divergence">
      <div className="diverged-text">
        <h2>{t('diverged.title', { step: report.step })}</h2>
        <p>
          {t(`diverged.${symptom(report)}`, { loss: write(report.loss), initial: write(report.initialLoss) })}
          {gap}
          <Culprit report={report} write={write} />
        </p>
        <p className="muted">
          {t(report.updates === 1 ? 'diverged.whyOnce' : 'diverged.why')}
          {gap}
          {ownRates && `${t('diverged.ownRates')}${gap}`}
          {t('diverged.other')} {report.node !== null && <code title={t('diverged.node')}>{report.node}</code>}
        </p>
      </div>
      <div className="notice-actions">
        {!ownRates && (
          <Button id="lower-rate" variant="primary" onClick={lowerAndReset}>
            {t(rate === current ? 'diverged.resetWith' : 'diverged.lower', { rate: writeNumber(rate) })}
          </Button>
        )}
        {(ownRates || rate !== current) && (
          <Button id="divergence-reset" onClick={runActions.reset}>
            {t('diverged.reset')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The first node that went wrong, or the one with the largest value, by what it is. */
function Culprit({ report, write }: { report: DivergenceReport; write(value: number): string }) {
  const { t } = useTranslation();
  const { role, kind, largest } = report;
  if (role === null) return null;
  const key = kind === 'exploded' ? 'diverged.largest' : 'diverged.first';
  const values = { what: wordRole(t, role), largest: largest === null ? '' : write(largest) };
  return <Trans t={t} i18nKey={key} values={values} components={{ what: <strong /> }} />;
}
