/** One run in the list: chosen or not, its name, what it was trained with, how far it came, and what can be done with it. */
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { documentStore, type ListedRun, runs as library, useRun, useRuns } from '@/state';
import { Button } from '@/ui';
import { openRun } from '../open';
import { toggle, useMark, useSelection } from '../selection';
import { useNumbers, useRunName, useSettingsLine, useTemplateTitle } from '../words';
import classes from './list.module.css';
import { Name } from './Name';
import { Spark } from './Spark';
import { When } from './When';

export const RunRow = memo(function RunRow({ run }: { run: ListedRun }) {
  const { t } = useTranslation('runs');
  const nameOf = useRunName();
  const templateTitle = useTemplateTitle();
  const settingsLine = useSettingsLine();
  const write = useNumbers();
  const { record } = run;
  const { id } = record;
  const mark = useMark(id);
  const full = useSelection(({ places }) => !places.includes(null));
  const here = useRuns((state) => state.open === id);
  const playing = useRun((state) => here && state.status === 'playing');
  const elsewhere = useRuns((state) => state.open !== id && state.held.has(id));
  const name = nameOf(record);
  const known = documentStore.isTemplate(record.template);
  const unfinished = record.step < record.totalSteps;
  const { epochs } = record.document.training;
  const facts = [
    t('row.epochs', { done: write.epochs(record.epoch), of: write.whole(epochs), count: epochs }),
    ...resultsOf(run, t, write),
  ];
  return (
    <li className={classes.row} data-chosen={mark !== null}>
      <label className={classes.choice} title={t(mark ? 'row.unchoose' : full ? 'row.full' : 'row.choose')}>
        <input
          type="checkbox"
          checked={mark !== null}
          disabled={mark === null && full}
          aria-label={t('row.compare', { name })}
          onChange={() => toggle(id)}
        />
        <span className={classes.mark} style={{ '--mark': mark?.color } as React.CSSProperties} aria-hidden>
          {mark?.letter}
        </span>
      </label>
      <div className={classes.words}>
        <div className={classes.title}>
          <Name id={id} name={record.name} shown={name} />
          <Standing run={run} here={here} playing={playing} elsewhere={elsewhere} />
        </div>
        <p className={classes.settings}>
          {record.name !== null && <>{templateTitle(record.template)} · </>}
          <span className="num">{settingsLine(record)}</span>
        </p>
        <p className={classes.facts}>
          {facts.join(' · ')}
          {' · '}
          <When time={record.updatedAt} />
        </p>
      </div>
      <Spark values={record.spark} />
      <div className={classes.actions}>
        <Button
          className={classes.small}
          disabled={!known}
          aria-label={t('row.openOf', { name })}
          title={t(elsewhere ? 'row.openCopyHint' : 'row.openHint')}
          onClick={() => openRun(run)}
        >
          {t('row.open')}
        </Button>
        {unfinished && (
          <Button
            className={classes.small}
            disabled={!known || playing}
            aria-label={t('row.resumeOf', { name })}
            title={t('row.resumeHint', { step: record.step })}
            icon={<IconPlayerPlay size={14} stroke={1.8} aria-hidden />}
            onClick={() => openRun(run, { play: true })}
          >
            {t('row.resume')}
          </Button>
        )}
        <Button
          variant="quiet"
          className={`ui-button-icon ${classes.icon}`}
          aria-label={t(elsewhere ? 'row.deleteElsewhere' : 'row.deleteOf', { name })}
          title={t(elsewhere ? 'row.deleteElsewhere' : 'row.deleteOf', { name })}
          disabled={elsewhere}
          icon={<IconTrash size={16} stroke={1.8} aria-hidden />}
          onClick={() => void library.remove([id])}
        />
      </div>
    </li>
  );
});

type Words = ReturnType<typeof useTranslation<'runs'>>['t'];

/** The last and the best validation, or the training loss where nothing is held back. */
function resultsOf({ record }: ListedRun, t: Words, write: ReturnType<typeof useNumbers>): string[] {
  const { last, best } = record;
  const { validation, train } = last;
  if (!validation) return train ? [t('row.trainLoss', { loss: write.loss(train.loss) })] : [];
  const loss = t('row.loss', { loss: write.loss(validation.loss) });
  if (validation.accuracy === null) return [loss];
  const better = best !== null && (best.accuracy ?? 0) > validation.accuracy;
  return [
    better
      ? t('row.accuracyAndBest', { last: write.accuracy(validation.accuracy), best: write.accuracy(best.accuracy) })
      : t('row.accuracy', { last: write.accuracy(validation.accuracy) }),
    loss,
  ];
}

interface StandingProps {
  run: ListedRun;
  here: boolean;
  playing: boolean;
  elsewhere: boolean;
}

/** Whether it trains, is open, has diverged or was stopped early, or is only in memory. */
function Standing({ run, here, playing, elsewhere }: StandingProps) {
  const { t } = useTranslation('runs');
  const { status, stopped } = run.record;
  const tags = [
    here ? (playing ? 'playing' : 'here') : elsewhere ? 'elsewhere' : null,
    status === 'diverged' ? 'diverged' : stopped && status === 'finished' ? 'stopped' : null,
    run.kept ? null : 'notKept',
  ] as const;
  return (
    <>
      {tags.map(
        (tag) =>
          tag && (
            <span key={tag} className={classes.tag} data-tag={tag}>
              {t(`tag.${tag}`)}
            </span>
          ),
      )}
    </>
  );
}
