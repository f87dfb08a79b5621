/** Every racer's learning rate tuned with the same budget, what was tried, what it cost, and the rates to take over. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LEAST_TRIALS, MOST_TRIALS, type Tuned } from '@/core/racing/tuning';
import { usePreferences } from '@/state';
import { Button, measured, NumberField, ProgressBar, whole } from '@/ui';
import { useRacerNames } from '../names';
import { Mark } from '../standing/Mark';
import { editRace, useOptimizers } from '../store';
import { specOf } from '../useRace';
import css from './fair.module.css';
import { TrialsPlot } from './TrialsPlot';
import { useAsk } from './useAsk';

const TRIALS = 20;
/** The noise of the tuning is other noise than any race's that is likely to be looked at. */
const TUNING_SEED = 1_000_003;

/** Short enough to be typed again. */
const rounded = (rate: number) => Number(rate.toPrecision(3));

export function TuneTab() {
  const { t } = useTranslation('fair');
  const language = usePreferences((state) => state.language);
  const document = useOptimizers((state) => state.document);
  const [trials, setTrials] = useState(TRIALS);
  const { answer, progress, problem, ask, stop } = useAsk('tune');
  const start = () => {
    const race = specOf(document);
    ask({ race, trials, seed: race.seed + TUNING_SEED });
  };
  const spent = answer?.output.reduce((sum, { updates }) => sum + updates, 0) ?? 0;
  const lost = answer?.output.flatMap((tuned) => tuned.trials).filter(({ score }) => !Number.isFinite(score)) ?? [];
  return (
    <>
      <p className={css.about}>{t('tune.about')}</p>
      <div className={css.controls}>
        <NumberField
          id="fair-trials"
          label={t('tune.trials')}
          value={trials}
          min={LEAST_TRIALS}
          max={MOST_TRIALS}
          integer
          step={1}
          onChange={setTrials}
        />
        {progress === null ? (
          <Button id="fair-tune" variant="primary" onClick={start}>
            {t('tune.start')}
          </Button>
        ) : (
          <Button id="fair-tune-stop" onClick={stop}>
            {t('stop')}
          </Button>
        )}
      </div>
      {progress !== null && <ProgressBar label={t('tune.working')} value={progress} />}
      {problem !== null && <p role="alert">{t('problem', { code: problem })}</p>}
      {answer && (
        <>
          <p className={css.about} role="status">
            {t('tune.spent', {
              racers: answer.output.length,
              trials: answer.input.trials,
              steps: whole(answer.input.race.steps, language),
              updates: whole(spent, language),
              count: lost.length,
            })}
          </p>
          <Results tuned={answer.output} racers={answer.input.race.racers} />
        </>
      )}
    </>
  );
}

interface ResultsProps {
  tuned: readonly Tuned[];
  racers: ReturnType<typeof useOptimizers.getState>['document']['racers'];
}

function Results({ tuned, racers }: ResultsProps) {
  const { t } = useTranslation('fair');
  const language = usePreferences((state) => state.language);
  const now = useOptimizers((state) => state.document.racers);
  const names = useRacerNames(racers);
  const better = tuned.flatMap(({ id, learningRate }) => {
    const racer = now.find((one) => one.id === id);
    return racer && learningRate !== null ? [{ id, learningRate: rounded(learningRate) }] : [];
  });
  const taken = better.every(
    ({ id, learningRate }) => now.find((one) => one.id === id)?.optimizer.learningRate === learningRate,
  );
  const take = () => {
    const rates = new Map(better.map(({ id, learningRate }) => [id, learningRate]));
    editRace({
      racers: now.map((racer) => {
        const learningRate = rates.get(racer.id) ?? racer.optimizer.learningRate;
        return { ...racer, optimizer: { ...racer.optimizer, learningRate } };
      }),
    });
  };
  return (
    <>
      <div className={css.scroll}>
        <table className={`${css.table} num`} id="fair-rates">
          <thead>
            <tr>
              <th scope="col">{t('racer')}</th>
              <th scope="col">{t('tune.before')}</th>
              <th scope="col">{t('tune.tuned')}</th>
              <th scope="col">{t('tune.score')}</th>
              <th scope="col">{t('tune.updates')}</th>
            </tr>
          </thead>
          <tbody>
            {tuned.map(({ id, learningRate, trials, updates, tunable }, i) => {
              const best = Math.min(...trials.map(({ score }) => score));
              return (
                <tr key={id}>
                  <th scope="row">
                    <Mark index={i} />
                    {names.get(id)}
                  </th>
                  <td>{measured(racers[i].optimizer.learningRate)}</td>
                  <td>
                    {learningRate === null ? t(tunable ? 'tune.none' : 'tune.fixed') : measured(rounded(learningRate))}
                  </td>
                  <td>{Number.isFinite(best) ? measured(best) : '–'}</td>
                  <td>{whole(updates, language)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <TrialsPlot tuned={tuned} names={names} />
      <div className={css.controls}>
        <Button id="fair-take" variant="primary" disabled={taken} onClick={take}>
          {t(taken && better.length > 0 ? 'tune.taken' : 'tune.take')}
        </Button>
      </div>
    </>
  );
}
