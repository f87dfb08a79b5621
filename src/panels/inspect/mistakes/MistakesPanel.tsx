/**
 * What the network makes of images it has never seen, ten at a time: predictions in order or drawn at random, the worst
 * mistakes, and the closest calls; of all classes, or of one cell of the confusion matrix.
 */
import { IconArrowsShuffle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Evaluation,
  evaluateTest,
  type MistakesMode,
  samplesOf,
  useAutomaticEvaluation,
  useEvaluation,
  useMistakesView,
  usePreferences,
  useRun,
} from '@/state';
import { Button, Panel, Segmented, whole } from '@/ui';
import { Filters } from './Filters';
import { Gallery } from './Gallery';
import classes from './mistakes.module.css';
import { drawn, FIRST_PAGE, onPage, PAGE, type Page, turned } from './page';

const MODES: readonly MistakesMode[] = ['all', 'mistakes', 'uncertain'];

/** @param names of the classes. */
export function MistakesPanel({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('inspect');
  useAutomaticEvaluation();
  const evaluation = useEvaluation((state) => state.evaluation);
  const mode = useMistakesView((state) => state.mode);
  return (
    <Panel
      id="mistakes"
      title={t('mistakes.title')}
      actions={
        <Segmented<MistakesMode>
          label={t('mistakes.show')}
          value={mode}
          onChange={(next) => useMistakesView.setState({ mode: next })}
          options={MODES.map((value) => ({ value, label: t(`mistakes.mode.${value}`) }))}
        />
      }
    >
      {evaluation === null ? (
        <div className={classes.empty}>
          <p>{t('mistakes.none')}</p>
          <EvaluateButton />
        </div>
      ) : (
        <Judged evaluation={evaluation} names={names} />
      )}
    </Panel>
  );
}

function Judged({ evaluation, names }: { evaluation: Evaluation; names: readonly string[] }) {
  const { t } = useTranslation('inspect');
  const view = useMistakesView();
  const order = useMemo(() => samplesOf(evaluation, view), [evaluation, view]);
  // Another mode or filter begins at its first page; another evaluation of the same stays where one was.
  const key = `${view.mode}/${view.truth}/${view.predicted}`;
  const [turning, setTurning] = useState<{ key: string; page: Page }>({ key, page: FIRST_PAGE });
  const page = turning.key === key ? turning.page : FIRST_PAGE;
  const shown = onPage(order, 'first' in page && page.first >= order.length ? FIRST_PAGE : page);
  return (
    <div className={classes.container}>
      <div className={classes.tools}>
        <Filters names={names} />
        <p className={classes.note}>{t(`mistakes.explain.${view.mode}`)}</p>
      </div>
      {order.length === 0 ? (
        <p className={classes.empty}>{t(view.mode === 'mistakes' ? 'mistakes.noMistakes' : 'mistakes.noImages')}</p>
      ) : (
        <>
          <Gallery evaluation={evaluation} places={shown} names={names} />
          <Pager order={order} page={page} onTurn={(next) => setTurning({ key, page: next })} />
        </>
      )}
    </div>
  );
}

function Pager({ order, page, onTurn }: { order: readonly number[]; page: Page; onTurn(page: Page): void }) {
  const { t } = useTranslation('inspect');
  const language = usePreferences((state) => state.language);
  const count = order.length;
  const before = turned(page, -1, count);
  const after = turned(page, 1, count);
  const number = (value: number) => whole(value, language);
  return (
    <div className={classes.pager}>
      <Button
        id="mistakes-previous"
        disabled={before === null}
        icon={<IconChevronLeft size={16} />}
        onClick={() => before && onTurn(before)}
      >
        {t('mistakes.previous')}
      </Button>
      <span className={classes.note} role="status">
        {'first' in page
          ? t('mistakes.range', {
              first: number(page.first + 1),
              last: number(Math.min(page.first + PAGE, count)),
              total: number(count),
            })
          : t('mistakes.drawn', { total: number(count) })}
      </span>
      <Button id="mistakes-next" disabled={after === null} onClick={() => after && onTurn(after)}>
        {t('mistakes.next')}
        <IconChevronRight size={16} />
      </Button>
      <Button
        id="mistakes-random"
        disabled={count <= PAGE}
        icon={<IconArrowsShuffle size={16} />}
        onClick={() => onTurn(drawn(order))}
      >
        {t('mistakes.random')}
      </Button>
    </div>
  );
}

function EvaluateButton() {
  const { t } = useTranslation('inspect');
  const busy = useEvaluation((state) => state.busy);
  const ready = useRun(
    (state) => state.progress !== null && state.status !== 'loadingData' && state.status !== 'building',
  );
  return (
    <Button id="mistakes-evaluate" disabled={!ready || busy} aria-busy={busy} onClick={() => void evaluateTest()}>
      {t(busy ? 'mistakes.evaluating' : 'mistakes.evaluate')}
    </Button>
  );
}
