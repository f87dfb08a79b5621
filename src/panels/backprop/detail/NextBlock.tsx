/** What comes next; before a gradient, its sign can be guessed. */
import { useMemo } from 'react';
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button } from '@/ui';
import { describe } from '../model/describe';
import { focusOf } from '../model/moment';
import { SignGuess, SignVerdict, useGuess } from '../practice/SignGuess';
import { isGuessable } from '../practice/useHidden';
import { goTo } from '../session';
import { useStepper } from '../stepper';
import { Sentence, useWords } from '../words';
import detailCss from './detail.module.css';

const NOWHERE = { node: -1, element: -1 };

export function NextBlock() {
  const words = useWords();
  const { moment, timeline, model, sample, traced, step, focus } = useStepper();
  const { position } = moment;
  const next = useMemo(() => {
    if (position >= timeline.length) return null;
    const step = timeline.step(position + 1);
    const focus = focusOf({ ...moment, position: position + 1 }, step, sample);
    return { step, focus, description: describe(model, step, focus, traced.values) };
  }, [moment, position, timeline, model, sample, traced]);
  const made = useGuess(next?.focus ?? NOWHERE);
  const before = useGuess(focus ?? NOWHERE);
  const verdict = before !== null && focus !== null && step?.phase === 'backward' && (
    <p className={detailCss.verdict} role="status">
      <SignVerdict element={focus} />
    </p>
  );
  if (next === null) return verdict || null;
  // The sign of what is hidden is for its own question to tell; and one thing is asked at a time.
  const isHidden = (ref: ElementRef | null) => ref !== null && (moment.hidden?.has(ref.node, ref.element) ?? false);
  const guessable = !isHidden(next.focus) && !isHidden(focus) && isGuessable(model, next.step, next.focus);
  return (
    <section className={detailCss.block}>
      {verdict}
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
      <div role="status" className={detailCss.verdict}>
        {guessable && made !== null && (
          <>
            <SignVerdict element={next.focus} />{' '}
            <Button variant="quiet" onClick={() => goTo(position + 1, timeline.length)}>
              {words('next.look')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
