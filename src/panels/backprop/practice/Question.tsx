/**
 * The question of one hidden number: in words and symbols, with a field for the answer, which is marked at once. A wrong
 * answer is told what it looks like; hints go from a question to the numbers; giving up shows.
 */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { ElementRef } from '@/core/interpreter/timeline';
import { agrees } from '@/core/practice/agree';
import { parseAnswer } from '@/core/practice/answer';
import { diagnose } from '@/core/practice/diagnose';
import { Button, Formula, VisuallyHidden } from '@/ui';
import { precise } from '../model/format';
import { tex } from '../model/message';
import { plain } from '../model/symbols';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { Formulas, Sentence, type Words } from '../words';
import { askNext } from './ask';
import { idOf } from './choose';
import { numberName } from './name';
import practiceCss from './practice.module.css';
import { giveUp, markRight, markWrong, sameCell, takeHint, usePractice } from './store';
import type { Exercise } from './task';
import { useExercise } from './useExercise';
import { usePracticeWords } from './words';

interface Verdict {
  kind: 'wrong' | 'nearly' | 'unreadable';
  text: string;
}

/** What is said of a mistake: its symbols set as formulas. */
function mistakeText(words: Words, exercise: Exercise, text: string, digits: number): Verdict {
  const parsed = parseAnswer(text);
  if (!parsed.ok) {
    const character = [...text][parsed.at] ?? '';
    return { kind: 'unreadable', text: words(`problem.${parsed.code}`, { at: parsed.at + 1, character }) };
  }
  const mistake = diagnose(exercise.task, parsed.answer, digits);
  if (mistake === null) return { kind: 'wrong', text: words('mistake.unknown') };
  const symbols = Object.fromEntries(Object.entries(mistake.symbols).map(([name, symbol]) => [name, tex(symbol)]));
  const said = words(`mistake.${mistake.code}`, { ...symbols, digits, count: exercise.task.batch });
  const nearly = mistake.code === 'coarse' || mistake.code === 'last';
  return {
    kind: nearly ? 'nearly' : 'wrong',
    text: mistake.signToo ? `${said} ${words('mistake.signToo')}` : said,
  };
}

export function Question({ element: ref }: { element: ElementRef }) {
  const words = usePracticeWords();
  const { graph, model, moment } = useStepper();
  const digits = usePractice((p) => p.digits);
  const id = idOf(moment, ref);
  const cell = usePractice((p) => p.cells.find((each) => sameCell(each, id)));
  const left = usePractice((p) => p.cells.filter((each) => each.state === 'hidden' && !sameCell(each, id)).length);
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const fieldId = useId();
  const exercise = useExercise(ref);
  const state = cell?.state ?? 'shown';
  // Whoever opens a question wants to answer it; whoever has answered, to go on.
  useEffect(() => {
    if (state === 'hidden') field.current?.focus();
    else next.current?.focus();
  }, [state]);

  const check = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseAnswer(text);
    if (parsed.ok && agrees(exercise.task.exact, parsed.answer, digits)) {
      setVerdict(null);
      markRight(id);
      return;
    }
    const made = mistakeText(words, exercise, text, digits);
    if (made.kind === 'wrong') markWrong(id);
    setVerdict(made);
    field.current?.select();
  };
  const hints = exercise.hints.slice(0, cell?.hints ?? 0);
  const computed = Number.isFinite(exercise.task.exact);
  return (
    <section className={practiceCss.question} data-phase={graph.nodes[ref.node].phase} id="practice-question">
      <h3>
        <Sentence message={numberName(model, ref)} />
      </h3>
      <p className={practiceCss.ask}>
        <Formulas text={words(exercise.question.key, exercise.question.params)} />
      </p>
      <p className={practiceCss.formula}>
        <Formula tex={`\\displaystyle ${exercise.symbol} = ${exercise.asked}`} />
      </p>
      {state === 'hidden' ? (
        <>
          {!computed && <p>{words('notFinite')}</p>}
          <form className={practiceCss.answer} onSubmit={check}>
            <label htmlFor={fieldId}>
              <VisuallyHidden>{words('answer.label', { symbol: plain(exercise.symbol) })}</VisuallyHidden>
              <span aria-hidden="true">{words('answer.short')}</span>
            </label>
            <input
              ref={field}
              id={fieldId}
              value={text}
              autoComplete="off"
              spellCheck={false}
              aria-invalid={verdict !== null && verdict.kind !== 'nearly'}
              aria-describedby={`${fieldId}-form ${fieldId}-verdict`}
              onChange={(event) => setText(event.target.value)}
            />
            <Button variant="primary" type="submit">
              {words('answer.check')}
            </Button>
          </form>
          <p className="small muted" id={`${fieldId}-form`}>
            {words('answer.form', { count: digits })}
          </p>
        </>
      ) : (
        <p className={practiceCss.result}>
          <Formula tex={`\\displaystyle ${exercise.numbers} =`} />{' '}
          <strong>
            <Value value={exercise.task.exact} format={precise} node={ref.node} element={ref.element} />
          </strong>
        </p>
      )}
      <div role="status" id={`${fieldId}-verdict`} className={practiceCss.verdict}>
        {verdict !== null && state === 'hidden' && (
          <p data-verdict={verdict.kind}>
            <span aria-hidden="true">{verdict.kind === 'nearly' ? '≈' : '✗'}</span>{' '}
            <span>
              <Formulas text={verdict.text} />
            </span>
          </p>
        )}
        {state === 'right' && (
          <p data-verdict="right">
            <span aria-hidden="true">✓</span> <span>{words(cell?.wrong === 0 ? 'right.first' : 'right.later')}</span>
          </p>
        )}
        {state === 'shown' && <p data-verdict="shown">{words('shown')}</p>}
      </div>
      {state === 'hidden' && hints.length > 0 && (
        <ol className={practiceCss.hints} aria-live="polite">
          {hints.map((hint) => (
            <li key={hint.key}>
              <Formulas text={words(hint.key, hint.params)} />
            </li>
          ))}
        </ol>
      )}
      <div className={practiceCss.actions}>
        {state === 'hidden' && (
          <>
            <Button disabled={hints.length >= exercise.hints.length} onClick={() => takeHint(id)}>
              {words('hintButton', {
                n: Math.min(hints.length + 1, exercise.hints.length),
                count: exercise.hints.length,
              })}
            </Button>
            <Button variant="quiet" onClick={() => giveUp(id)}>
              {words('giveUp')}
            </Button>
          </>
        )}
        {left > 0 && (
          <Button
            ref={next}
            variant={state === 'hidden' ? 'quiet' : 'primary'}
            onClick={() => askNext(moment)}
            id="practice-next"
          >
            {words('next')}
          </Button>
        )}
      </div>
    </section>
  );
}
