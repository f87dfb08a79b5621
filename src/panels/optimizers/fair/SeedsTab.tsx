/** The same race with several seeds, and from scattered starts: medians, bands and ranks. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_SEEDS, type SeedsOutcome } from '@/core/racing/seeds';
import type { RacerSpec } from '@/core/racing/types';
import { usePreferences } from '@/state';
import { Button, measured, NumberField, ProgressBar } from '@/ui';
import { useRacerNames } from '../names';
import { Mark } from '../standing/Mark';
import { useOptimizers } from '../store';
import { specOf } from '../useRace';
import { BandsPlot } from './BandsPlot';
import css from './fair.module.css';
import { useAsk } from './useAsk';

const SEEDS = 10;
const SCATTER = 0.05;

export function SeedsTab() {
  const { t } = useTranslation('fair');
  const document = useOptimizers((state) => state.document);
  const [seeds, setSeeds] = useState(SEEDS);
  const [scatter, setScatter] = useState(SCATTER);
  const { answer, progress, problem, ask, stop } = useAsk('seeds');
  const noisy = document.noise > 0 || document.batchSize > 0;
  const start = () => {
    const { window } = document;
    const race = specOf(document);
    ask({ race, seeds, scatter, size: [window.x[1] - window.x[0], window.y[1] - window.y[0]] });
  };
  return (
    <>
      <p className={css.about}>{t('seeds.about')}</p>
      <div className={css.controls}>
        <NumberField
          id="fair-seeds"
          label={t('seeds.count')}
          value={seeds}
          min={2}
          max={MOST_SEEDS}
          integer
          step={1}
          onChange={setSeeds}
        />
        <NumberField
          id="fair-scatter"
          label={t('seeds.scatter')}
          value={scatter}
          min={0}
          max={0.5}
          percent
          step={0.01}
          hint={!noisy && scatter === 0 ? t('seeds.allSame') : undefined}
          onChange={setScatter}
        />
        {progress === null ? (
          <Button id="fair-run-seeds" variant="primary" onClick={start}>
            {t('seeds.start')}
          </Button>
        ) : (
          <Button id="fair-seeds-stop" onClick={stop}>
            {t('stop')}
          </Button>
        )}
      </div>
      {progress !== null && <ProgressBar label={t('seeds.working')} value={progress} />}
      {problem !== null && <p role="alert">{t('problem', { code: problem })}</p>}
      {answer && <Outcome outcome={answer.output} racers={answer.input.race.racers} />}
    </>
  );
}

function Outcome({ outcome, racers }: { outcome: SeedsOutcome; racers: readonly RacerSpec[] }) {
  const { t } = useTranslation('fair');
  const language = usePreferences((state) => state.language);
  const names = useRacerNames(racers);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const order = outcome.racers.map((racer, index) => ({ racer, index }));
  order.sort((a, b) => a.racer.meanRank - b.racer.meanRank);
  const [first] = order;
  const last = outcome.steps.length - 1;
  const summary = t('seeds.summary', {
    name: names.get(first.racer.id),
    seeds: outcome.starts.length,
    rank: number.format(first.racer.meanRank),
    wins: first.racer.wins,
  });
  return (
    <>
      <p className={css.about} role="status">
        {summary}
      </p>
      <BandsPlot outcome={outcome} summary={summary} />
      <div className={css.scroll}>
        <table className={`${css.table} num`} id="fair-ranks">
          <thead>
            <tr>
              <th scope="col">{t('racer')}</th>
              <th scope="col">{t('seeds.rank')}</th>
              <th scope="col">{t('seeds.wins')}</th>
              <th scope="col">{t('seeds.median')}</th>
              <th scope="col">{t('seeds.quartiles')}</th>
              <th scope="col">{t('seeds.stopped')}</th>
            </tr>
          </thead>
          <tbody>
            {order.map(({ racer, index }) => (
              <tr key={racer.id}>
                <th scope="row">
                  <Mark index={index} />
                  {names.get(racer.id)}
                </th>
                <td>{number.format(racer.meanRank)}</td>
                <td>{racer.wins}</td>
                <td>{measured(racer.median[last])}</td>
                <td className={css.range}>
                  {measured(racer.low[last])} … {measured(racer.high[last])}
                </td>
                <td>{racer.stopped}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
