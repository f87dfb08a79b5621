/** A race of optimizers on the open network: who races, the curves, and what came of it. */
import { useTranslation } from 'react-i18next';
import { useRunDocument } from '@/state';
import { useRace } from '@/state/races';
import { CurvesPanel } from './CurvesPanel';
import { ResultsPanel } from './ResultsPanel';
import classes from './race.module.css';
import { SetupPanel } from './SetupPanel';
import { Obstacle, Transport } from './Transport';

export function RaceSection() {
  const { t } = useTranslation('races');
  const next = useRunDocument();
  // A race that is on has its own; before and after it, what the next one would have is told.
  const raced = useRace(({ status, document }) => (status === 'playing' || status === 'paused' ? document : null));
  const { training, data } = raced ?? next;
  const begun = useRace((state) => state.status !== 'idle');
  const error = useRace((state) => state.error);
  return (
    <div className={classes.section}>
      <div className={classes.bar}>
        <Transport />
        <p className={classes.same}>
          {t(data.validationShare > 0 ? 'same.validated' : 'same.plain', {
            seed: String(training.seed),
            batch: training.batchSize,
          })}
        </p>
      </div>
      <Obstacle error={error} />
      <div className={classes.columns} data-begun={begun}>
        <div className={classes.left}>
          <SetupPanel />
        </div>
        <div className={classes.right}>
          <CurvesPanel />
          <ResultsPanel />
        </div>
      </div>
    </div>
  );
}
