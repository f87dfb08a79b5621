/** How the network does on images it has never seen: accuracy, confusion matrix, and the images behind each cell. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { evaluateTest, useAutomaticEvaluation, useEvaluation, usePreferences, useRun } from '@/state';
import { Button, Panel } from '@/ui';
import { percent } from '../parts/format';
import { CellImages } from './CellImages';
import { ConfusionGrid } from './ConfusionGrid';
import classes from './confusion.module.css';
import { readMatrix, worstConfusions } from './matrix';

export function ConfusionPanel({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  useAutomaticEvaluation();
  const evaluation = useEvaluation((state) => state.evaluation);
  const matrix = useMemo(() => (evaluation ? readMatrix(evaluation) : null), [evaluation]);
  const [cell, setCell] = useState<{ truth: number; predicted: number } | null>(null);
  const worst = matrix ? worstConfusions(matrix, 1)[0] : undefined;
  return (
    <Panel
      title={t('confusion.title')}
      actions={
        <>
          {evaluation?.accuracy != null && (
            <span className={`num ${classes.chip}`} id="test-accuracy">
              {percent(evaluation.accuracy, language, 2)}
            </span>
          )}
          <EvaluateButton />
        </>
      }
    >
      <p className={classes.note} role="status">
        {evaluation ? t('confusion.computed', { step: evaluation.step, count: evaluation.count }) : t('confusion.none')}
      </p>
      {matrix && evaluation && (
        <>
          <ConfusionGrid matrix={matrix} names={names} selected={cell} onSelect={setCell} />
          {worst && (
            <p className={classes.note}>
              {t('confusion.worst', {
                truth: names[worst.truth],
                predicted: names[worst.predicted],
                count: worst.count,
              })}
            </p>
          )}
          {cell && (
            <CellImages
              key={`${cell.truth}/${cell.predicted}`}
              cell={cell}
              names={names}
              evaluation={evaluation}
              onClose={() => setCell(null)}
            />
          )}
        </>
      )}
    </Panel>
  );
}

function EvaluateButton() {
  const { t } = useTranslation('train');
  const busy = useEvaluation((state) => state.busy);
  const ready = useRun(
    (state) => state.progress !== null && state.status !== 'loadingData' && state.status !== 'building',
  );
  return (
    <Button id="evaluate" disabled={!ready || busy} aria-busy={busy} onClick={() => void evaluateTest()}>
      {t(busy ? 'confusion.evaluating' : 'confusion.evaluate')}
    </Button>
  );
}
