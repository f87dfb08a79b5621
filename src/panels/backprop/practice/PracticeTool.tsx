/**
 * Learning by doing: numbers are hidden, and found one after the other by hand. This is the right column's tool: what to
 * hide, how exact answers have to be, the question that is open, and how the exercise goes.
 */
import { useMemo } from 'react';
import { DIGITS, type Digits } from '@/core/practice/agree';
import { Button, Panel, ProgressBar, Segmented } from '@/ui';
import layoutCss from '../layout.module.css';
import { useStepper } from '../stepper';
import { askNext, turnTo } from './ask';
import { Cells } from './Cells';
import { candidates, chosen, type HideKind, idOf, inOrder, KINDS, refOf } from './choose';
import practiceCss from './practice.module.css';
import { Question } from './Question';
import { ask, endPractice, hide, openWorksheet, score, setDigits, setSignFirst, usePractice } from './store';
import { usePracticeWords } from './words';

export function PracticeTool() {
  const words = usePracticeWords();
  const { moment } = useStepper();
  const cells = usePractice((p) => p.cells);
  const current = usePractice((p) => p.current);
  const own = cells.filter((cell) => refOf(moment, cell) !== null);
  const open = current === null ? null : refOf(moment, current);
  const isOpen = open !== null && own.some((c) => c.node === current?.node && c.element === current?.element);
  const { all, done, first } = score(own);
  return (
    <Panel title={words('title')} className={layoutCss.detail} id="stepper-practice">
      {all === 0 && <p className={practiceCss.lead}>{words('lead')}</p>}
      {all > 0 && (
        <section className={practiceCss.block} aria-label={words('progress.label')}>
          <ProgressBar value={done / all} label={words('progress.done', { done, all })} />
          <p className={practiceCss.progress}>
            <span id="practice-score">{words('progress.first', { first, count: all })}</span>
            <Button variant="quiet" onClick={endPractice}>
              {words('end')}
            </Button>
          </p>
          <Cells cells={own} />
        </section>
      )}
      {isOpen && open !== null && <Question key={`${open.node} ${open.element}`} element={open} />}
      {all > 0 && !isOpen && (
        <p className={practiceCss.progress}>
          <span>{words(done === all ? 'progress.all' : 'progress.open', { count: all - done })}</span>
          {done < all && (
            <Button variant="primary" onClick={() => askNext(moment)}>
              {words('next')}
            </Button>
          )}
        </p>
      )}
      <HideChoice />
      <Settings />
      <section className={practiceCss.block}>
        <h3>{words('paper.title')}</h3>
        <p className="small muted">{words('paper.say')}</p>
        <Button onClick={() => openWorksheet(true)}>{words('worksheet.open')}</Button>
      </section>
    </Panel>
  );
}

/** What can be hidden here and now. */
function HideChoice() {
  const words = usePracticeWords();
  const { moment, step, focus, sample } = useStepper();
  const choosing = useMemo(() => ({ moment, step, focus, sample }), [moment, step, focus, sample]);
  const start = (kind: HideKind) => {
    const refs = inOrder(moment.timeline, chosen(choosing, kind, Math.random));
    const ids = refs.map((ref) => idOf(moment, ref));
    hide(ids);
    if (ids.length === 0) return;
    ask(ids[0]);
    turnTo(moment, refs[0]);
  };
  return (
    <section className={practiceCss.block}>
      <h3>{words('hide.title')}</h3>
      <div className={practiceCss.choices}>
        {KINDS.map((kind) => (
          <Button
            key={kind}
            data-hide={kind}
            disabled={candidates(choosing, kind).length === 0}
            onClick={() => start(kind)}
          >
            {words(`hide.${kind}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Settings() {
  const words = usePracticeWords();
  const digits = usePractice((p) => p.digits);
  const signFirst = usePractice((p) => p.signFirst);
  const signs = usePractice((p) => p.signs);
  return (
    <section className={practiceCss.block}>
      <h3>{words('settings.title')}</h3>
      <div className={practiceCss.setting}>
        <span>{words('settings.digits')}</span>
        <Segmented
          label={words('settings.digits')}
          options={DIGITS.map((n) => ({ value: String(n), label: String(n) }))}
          value={String(digits)}
          onChange={(value) => setDigits(Number(value) as Digits)}
        />
      </div>
      <label className={practiceCss.setting}>
        <span>{words('settings.signFirst')}</span>
        <input type="checkbox" checked={signFirst} onChange={(event) => setSignFirst(event.target.checked)} />
      </label>
      {(signFirst || signs.made > 0) && (
        <p className="small muted">{words('settings.signs', { right: signs.right, count: signs.made })}</p>
      )}
    </section>
  );
}
