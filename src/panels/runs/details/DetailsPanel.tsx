/** One run: its curves, what it came to, and the checkpoints that are kept of it, each of which can be opened. */
import { useTranslation } from 'react-i18next';
import { bestCheckpoint, type KeptCheckpoint, LAST, type ListedRun } from '@/state';
import { Button, Panel } from '@/ui';
import { CurvesView } from '../compare/CurvesView';
import type { Chosen } from '../compare/chosen';
import classes from '../compare/compare.module.css';
import { ExportButton } from '../compare/ExportButton';
import { Results } from '../compare/Results';
import { openRun } from '../open';
import { useNumbers, useRunName } from '../words';

export function DetailsPanel({ chosen }: { chosen: Chosen }) {
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  const { record } = chosen.run;
  const { from } = record;
  return (
    <Panel
      title={nameOf(record)}
      note={t('details.note')}
      className={classes.panel}
      actions={<ExportButton chosen={[chosen]} />}
    >
      <CurvesView chosen={[chosen]} />
      {from && (
        <p className={classes.note}>
          {t('details.from', { name: nameOf({ ...from, template: record.template }), step: from.step })}
        </p>
      )}
      <h3 className={classes.heading} id="runs-results">
        {t('results.title')}
      </h3>
      <Results chosen={[chosen]} />
      <h3 className={classes.heading} id="runs-checkpoints">
        {t('checkpoints.title')}
      </h3>
      <Checkpoints run={chosen.run} />
    </Panel>
  );
}

function Checkpoints({ run }: { run: ListedRun }) {
  const { t } = useTranslation('runs');
  const write = useNumbers();
  const { record } = run;
  const best = bestCheckpoint(record.checkpoints.filter(({ slot }) => slot !== LAST));
  const checkpoints = [...record.checkpoints].reverse();
  const judged = checkpoints.some(({ accuracy, loss }) => accuracy !== null || loss !== null);
  const nameOf = ({ slot, epoch }: KeptCheckpoint) =>
    slot === LAST ? t('checkpoints.last') : t('checkpoints.epoch', { epoch: Math.floor(epoch) });
  return (
    <>
      <section className={classes.scroll} tabIndex={0} aria-labelledby="runs-checkpoints">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('checkpoints.which')}</th>
              <th scope="col">{t('chart.step')}</th>
              {judged && <th scope="col">{t('chart.validation')}</th>}
              <th scope="col">{t('checkpoints.size')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {checkpoints.map((checkpoint) => (
              <tr key={checkpoint.slot}>
                <th scope="row">
                  {nameOf(checkpoint)}
                  {checkpoint === best && <span className={classes.bestTag}>{t('checkpoints.best')}</span>}
                </th>
                <td className="num">{write.whole(checkpoint.step)}</td>
                {judged && (
                  <td className="num">
                    {checkpoint.accuracy === null ? write.loss(checkpoint.loss) : write.accuracy(checkpoint.accuracy)}
                  </td>
                )}
                <td className="num">{write.bytes(checkpoint.bytes)}</td>
                <td>
                  <Button
                    className={classes.small}
                    aria-label={t('checkpoints.openOf', { step: write.whole(checkpoint.step) })}
                    onClick={() => openRun(run, { slot: checkpoint.slot })}
                  >
                    {t('row.open')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {record.dropped > 0 && <p className={classes.note}>{t('checkpoints.dropped', { count: record.dropped })}</p>}
    </>
  );
}
