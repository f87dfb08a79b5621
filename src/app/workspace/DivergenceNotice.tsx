/** Training went to infinity: when, what overflowed first, and what to try, with a button for the likeliest cure. */
import { Trans, useTranslation } from 'react-i18next';
import { type DivergenceReport, runActions, useDocument, usePreferences, useRun } from '@/state';
import { Button, writeNumber } from '@/ui';

/** A tenth of the learning rate, which is what one would try first. */
const LOWER = 0.1;

/** A loss this many times the first one is a sign in itself; below, it was the weights that gave it away. */
const MANY_TIMES = 2;

function symptom({ kind, loss, initialLoss }: DivergenceReport): 'nonFinite' | 'exploded' | 'weights' {
  if (kind === 'nonFinite') return 'nonFinite';
  return loss > MANY_TIMES * initialLoss ? 'exploded' : 'weights';
}

export function DivergenceNotice() {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const report = useRun((state) => state.divergence);
  const { learningRate } = useDocument().training.phases[0].optimizer;
  if (!report) return null;
  const write = (value: number) =>
    Number.isFinite(value)
      ? new Intl.NumberFormat(language, {
          maximumSignificantDigits: 3,
          notation: value > 1e5 ? 'scientific' : 'standard',
        }).format(value)
      : String(value);
  const lower = Number((learningRate * LOWER).toPrecision(3));
  const lowerAndReset = () => {
    runActions.setLearningRate(lower);
    runActions.reset();
  };
  return (
    <section className="notice-card is-diverged" role="alert" id="divergence">
      <h2>{t('diverged.title', { step: report.step })}</h2>
      <p>{t(`diverged.${symptom(report)}`, { loss: write(report.loss), initial: write(report.initialLoss) })}</p>
      <Culprit report={report} write={write} />
      <p className="muted">{t('diverged.why')}</p>
      <div className="notice-actions">
        <Button id="lower-rate" variant="primary" onClick={lowerAndReset}>
          {t('diverged.lower', { rate: writeNumber(lower) })}
        </Button>
        <Button id="divergence-reset" onClick={runActions.reset}>
          {t('diverged.reset')}
        </Button>
        <span className="small muted">{t('diverged.other')}</span>
      </div>
    </section>
  );
}

/** The first node that went wrong, by its name in the graph. */
function Culprit({ report, write }: { report: DivergenceReport; write(value: number): string }) {
  const { t } = useTranslation();
  const { node, layer, kind, largest } = report;
  if (node === null) return null;
  const key = kind === 'exploded' ? 'diverged.largest' : layer === null ? 'diverged.node' : 'diverged.nodeInLayer';
  const values = { node, layer: layer ?? '', largest: largest === null ? '' : write(largest) };
  return (
    <p>
      <Trans t={t} i18nKey={key} values={values} components={{ node: <code />, layer: <strong /> }} />
    </p>
  );
}
