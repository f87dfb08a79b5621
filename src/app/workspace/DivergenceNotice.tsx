/** Training went to infinity: when, what overflowed first, and what to try, with a button for the likeliest cure. */
import { Trans, useTranslation } from 'react-i18next';
import { runActions, useDocument, usePreferences, useRun } from '@/state';
import { Button, writeNumber } from '@/ui';

/** A tenth of the learning rate, which is what one would try first. */
const LOWER = 0.1;

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
  const parts = { node: <code />, layer: <strong /> };
  return (
    <section className="notice-card is-diverged" role="alert" id="divergence">
      <h2>{t('diverged.title', { step: report.step })}</h2>
      <p>
        {report.kind === 'nonFinite'
          ? t('diverged.nonFinite')
          : t('diverged.exploded', { loss: write(report.loss), initial: write(report.initialLoss) })}{' '}
        {report.node !== null &&
          (report.kind === 'exploded' ? (
            <Trans
              t={t}
              i18nKey="diverged.largest"
              values={{ node: report.node, largest: write(report.largest ?? Number.NaN) }}
              components={parts}
            />
          ) : (
            <Trans
              t={t}
              i18nKey={report.layer === null ? 'diverged.node' : 'diverged.nodeInLayer'}
              values={{ node: report.node, layer: report.layer ?? '' }}
              components={parts}
            />
          ))}
      </p>
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
