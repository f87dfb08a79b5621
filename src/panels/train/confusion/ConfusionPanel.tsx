/** How the network does on images it has never seen: accuracy, confusion matrix, and the images behind each cell. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  evaluateTest,
  showCell,
  useAutomaticEvaluation,
  useEvaluation,
  useMistakesView,
  usePreferences,
  useRun,
  useRunNetwork,
} from '@/state';
import { Button, Panel } from '@/ui';
import { settingsOf } from '../network/layerFields';
import { percent } from '../parts/format';
import { CellImages } from './CellImages';
import { ClassTable } from './ClassTable';
import { ConfusionGrid } from './ConfusionGrid';
import classes from './confusion.module.css';
import { readMatrix, worstConfusions } from './matrix';

type Cell = { truth: number; predicted: number };

interface ConfusionPanelProps {
  names: readonly string[];
  /**
   * Beside the gallery of predictions a cell turns the gallery to its images and the table is open; elsewhere the
   * images open below the matrix.
   */
  besideGallery?: boolean;
}

export function ConfusionPanel({ names, besideGallery = false }: ConfusionPanelProps) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  useAutomaticEvaluation();
  const evaluation = useEvaluation((state) => state.evaluation);
  const matrix = useMemo(() => (evaluation ? readMatrix(evaluation) : null), [evaluation]);
  const [cell, setCell] = useState<Cell | null>(null);
  const { truth, predicted } = useMistakesView();
  const filtered = truth === null || predicted === null ? null : { truth, predicted };
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
      {evaluation && <MovingAverages step={evaluation.step} />}
      {matrix && evaluation && (
        <div className={classes.container}>
          <div className={classes.columns}>
            <div>
              <ConfusionGrid
                matrix={matrix}
                names={names}
                selected={besideGallery ? filtered : cell}
                onSelect={besideGallery ? showCell : setCell}
              />
              {worst && (
                <p className={classes.note}>
                  {t('confusion.worst', {
                    truth: names[worst.truth],
                    predicted: names[worst.predicted],
                    count: worst.count,
                  })}
                </p>
              )}
              {cell && !besideGallery && (
                <CellImages
                  key={`${cell.truth}/${cell.predicted}`}
                  cell={cell}
                  names={names}
                  evaluation={evaluation}
                  onClose={() => setCell(null)}
                />
              )}
            </div>
            <ClassTable report={matrix.report} names={names} open={besideGallery} />
          </div>
        </div>
      )}
    </Panel>
  );
}

/** Less of its starting value than this is not worth a word. */
const SETTLED = 0.02;

/**
 * Why a network with batch normalization seems to read badly at first: test images are judged with moving averages, of
 * which momentum to the power of the steps is still what they started with.
 */
function MovingAverages({ step }: { step: number }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const { layers } = useRunNetwork();
  const momenta = layers.filter(({ kind }) => kind === 'batchNormalization').map((layer) => settingsOf(layer).momentum);
  const left = Math.max(0, ...momenta.map((momentum) => Number(momentum) ** step));
  if (left < SETTLED) return null;
  return <p className={classes.note}>{t('confusion.movingAverages', { share: percent(left, language, 0) })}</p>;
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
