/**
 * Inside the optimizer while the network trains: for every weight how its states and its steps are spread, and how large
 * an update is beside the weight.
 */
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runActions, useDocument, useRun, useVocabulary } from '@/state';
import { useOptimizerInsides, watchInsides } from '@/state/races';
import type { OptimizerInsides, WeightInsides } from '@/state/races/types';
import { Button, measured, Panel, Segmented, VisuallyHidden } from '@/ui';
import raceCss from '../race/race.module.css';
import { Obstacle } from '../race/Transport';
import { useNumbers } from '../words';
import { Histogram } from './Histogram';
import classes from './insides.module.css';
import { type Column, columnsOf, ratioPlace, STEP, verdictOf } from './model';

/** Powers of ten that the scale of ratios shows. */
const DECADES = 6;

type Axes = 'shared' | 'own';

export function InsidesSection() {
  const { t } = useTranslation('races');
  const insides = useOptimizerInsides((state) => state.insides);
  useEffect(() => {
    watchInsides(true);
    return () => watchInsides(false);
  }, []);
  return (
    <div className={raceCss.section}>
      <div className={raceCss.bar}>
        <PlayButton />
        <p className={raceCss.same}>{t('insides.about')}</p>
      </div>
      <Obstacle error={null} />
      {insides && insides.weights.length > 0 ? <Weights insides={insides} /> : <Waiting />}
    </div>
  );
}

/** The run itself, from here: nothing is to be seen while it rests. */
function PlayButton() {
  const { t } = useTranslation('races');
  const status = useRun((state) => state.status);
  if (status === 'playing') {
    return (
      <Button id="insides-pause" icon={<IconPlayerPauseFilled size={14} aria-hidden />} onClick={runActions.pause}>
        {t('insides.pause')}
      </Button>
    );
  }
  return (
    <Button
      id="insides-play"
      variant="primary"
      icon={<IconPlayerPlayFilled size={14} aria-hidden />}
      disabled={!(status === 'ready' || status === 'paused' || status === 'finished')}
      onClick={runActions.play}
    >
      {t('insides.play')}
    </Button>
  );
}

function Waiting() {
  const { t } = useTranslation('races');
  const playing = useRun((state) => state.status === 'playing');
  return (
    <div className={`${classes.waiting} ${raceCss.empty}`}>
      <p>{t(playing ? 'insides.soon' : 'insides.still')}</p>
    </div>
  );
}

/** States by the symbols of the formulas: `m`, `v`, and what else an optimizer keeps. */
function useStateName(): (name: string) => string {
  const { t } = useTranslation('races');
  const { t: common } = useTranslation('common');
  return (name) =>
    name === STEP ? t('insides.step') : common(`diverged.states.${name as 'm'}`, { defaultValue: name });
}

function Weights({ insides: { step, weights } }: { insides: OptimizerInsides }) {
  const { t } = useTranslation('races');
  const vocabulary = useVocabulary();
  const numbers = useNumbers();
  const { optimizer } = useDocument().training.phases[0];
  const [axes, setAxes] = useState<Axes>('shared');
  const columns = useMemo(() => columnsOf(weights), [weights]);
  const stateName = useStateName();
  return (
    <Panel
      title={t('insides.title', { optimizer: vocabulary.name('optimizer', optimizer.kind) })}
      note={t('insides.after', { step: numbers.whole(step) })}
      actions={
        <Segmented<Axes>
          label={t('insides.axes')}
          value={axes}
          onChange={setAxes}
          options={(['shared', 'own'] as const).map((value) => ({ value, label: t(`insides.${value}`) }))}
        />
      }
    >
      <section className={raceCss.scroll} tabIndex={0} aria-label={t('insides.grid')}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col">{t('insides.weight')}</th>
              <th scope="col">{t('insides.ratio')}</th>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {stateName(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weights.map((one) => (
              <Row key={one.weight} insides={one} columns={columns} axes={axes} />
            ))}
          </tbody>
        </table>
      </section>
      <p className={raceCss.note}>{t('insides.rule')}</p>
      <Numbers weights={weights} columns={columns} />
    </Panel>
  );
}

interface RowProps {
  insides: WeightInsides;
  columns: readonly Column[];
  axes: Axes;
}

function Row({ insides, columns, axes }: RowProps) {
  const { t } = useTranslation('races');
  const { weight, histograms, ratio } = insides;
  const own = useMemo(() => columnsOf([insides]), [insides]);
  const stateName = useStateName();
  const verdict = verdictOf(ratio);
  return (
    <tr>
      <th scope="row" className={classes.weight}>
        {weight}
      </th>
      <td className={classes.ratio} data-verdict={verdict} data-label={t('insides.ratio')}>
        <span className="num">{measured(ratio, 2)}</span>
        <span className={classes.scale} aria-hidden>
          <span className={classes.usual} style={{ left: `${ratioPlace(1e-3, DECADES) * 100}%` }} />
          <span className={classes.here} style={{ left: `${ratioPlace(ratio, DECADES) * 100}%` }} />
        </span>
        <small>{t(`insides.verdict.${verdict}`)}</small>
      </td>
      {columns.map((column) => {
        const histogram = histograms[column.name];
        const place = axes === 'shared' ? column : (own.find(({ name }) => name === column.name) ?? column);
        return (
          <td key={column.name} data-label={stateName(column.name)}>
            {histogram ? <Histogram histogram={histogram} column={place} update={column.name === STEP} /> : '–'}
          </td>
        );
      })}
    </tr>
  );
}

/** The same as numbers. */
function Numbers({ weights, columns }: { weights: readonly WeightInsides[]; columns: readonly Column[] }) {
  const { t } = useTranslation('races');
  const stateName = useStateName();
  const [open, setOpen] = useState(false);
  return (
    <details className={raceCss.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id="insides-table">{t('chart.table')}</summary>
      {open && (
        <section className={raceCss.scroll} tabIndex={0} aria-label={t('chart.table')}>
          <table className={`${raceCss.table} num`}>
            <thead>
              <tr>
                <th scope="col">{t('insides.weight')}</th>
                <th scope="col">{t('insides.ratio')}</th>
                {columns.map(({ name }) => (
                  <th key={name} scope="col">
                    {stateName(name)}
                    <VisuallyHidden> {t('insides.meanDeviation')}</VisuallyHidden>
                    <small aria-hidden> μ ± σ</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weights.map(({ weight, ratio, histograms }) => (
                <tr key={weight}>
                  <th scope="row">{weight}</th>
                  <td>{measured(ratio)}</td>
                  {columns.map(({ name }) => {
                    const one = histograms[name];
                    return <td key={name}>{one ? `${measured(one.mean)} ± ${measured(one.deviation)}` : '–'}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
