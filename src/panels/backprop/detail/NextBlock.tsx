/** What comes next; before a gradient, its sign can be guessed. */
import { useMemo } from 'react';
import { Button } from '@/ui';
import { describe } from '../model/describe';
import { focusOf } from '../model/moment';
import { SignGuess, useGuess } from '../practice/SignGuess';
import { usePractice } from '../practice/store';
import { isGuessable } from '../practice/useHidden';
import { usePracticeWords } from '../practice/words';
import { goTo } from '../session';
import { useStepper } from '../stepper';
import { Sentence, useWords } from '../words';
import detailCss from './detail.module.css';

const NOWHERE = { node: -1, element: -1 };

export function NextBlock() {
  const words = useWords();
  const { moment, timeline, model, sample, traced } = useStepper();
  const practice = usePracticeWords();
  const signs = usePractice((p) => p.signs);
  const { position } = moment;
  const next = useMemo(() => {
    if (position >= timeline.length) return null;
    const step = timeline.step(position + 1);
    const focus = focusOf({ ...moment, position: position + 1 }, step, sample);
    return {
      step,
      focus,
      value: traced.values[focus.node][focus.element],
      description: describe(model, step, focus, traced.values),
    };
  }, [moment, position, timeline, model, sample, traced]);
  const made = useGuess(next?.focus ?? NOWHERE);
  if (next === null) return null;
  // The sign of what is hidden is for its own question to tell.
  const secret = moment.hidden?.has(next.focus.node, next.focus.element) ?? false;
  const guessable = !secret && isGuessable(model, next.step, next.focus);
  const right = made !== null && Math.sign(next.value) === made;
  return (
    <section className={detailCss.block}>
      <h3>{words('next.title')}</h3>
      <p className={detailCss.next}>
        <span>
          {words(`phase.${next.step.phase}`)} · <Sentence message={next.description.title} />
        </span>
        {guessable && (
          <span className={detailCss.guess}>
            <SignGuess element={next.focus} />
          </span>
        )}
      </p>
      <div role="status" className={detailCss.verdict} data-right={right}>
        {guessable && made !== null && (
          <>
            {right ? '✓' : '✗'} {practice(verdictOf(next.value, right))}{' '}
            {practice('sign.count', { right: signs.right, count: signs.made })}{' '}
            <Button variant="quiet" onClick={() => goTo(position + 1, timeline.length)}>
              {words('next.look')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

const verdictOf = (value: number, right: boolean) =>
  `sign.${right ? 'right' : value === 0 ? 'wasZero' : value > 0 ? 'wasPositive' : 'wasNegative'}`;
