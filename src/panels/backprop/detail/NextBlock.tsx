/** What comes next; before a gradient, its sign can be guessed. */
import { useMemo, useState } from 'react';
import { Button } from '@/ui';
import { describe, placeName } from '../model/describe';
import { focusOf } from '../model/moment';
import { locate } from '../model/network';
import { goTo } from '../session';
import { useStepper } from '../stepper';
import { Sentence, say, useWords } from '../words';
import detailCss from './detail.module.css';

export function NextBlock() {
  const words = useWords();
  const { moment, timeline, model, sample, traced } = useStepper();
  const { position } = moment;
  const [guess, setGuess] = useState<{ position: number; sign: 1 | -1 } | null>(null);
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
  if (next === null) return null;
  const place = locate(model, next.focus);
  const guessable =
    next.step.phase === 'backward' &&
    model.graph.nodes[next.focus.node].gradientOf !== null &&
    place !== null &&
    place.kind !== 'loss';
  const made = guess?.position === position ? guess : null;
  const right = made !== null && Math.sign(next.value) === made.sign;
  return (
    <section className={detailCss.block}>
      <h3>{words('next.title')}</h3>
      <p className={detailCss.next}>
        <span>
          {words(`phase.${next.step.phase}`)} · <Sentence message={next.description.title} />
        </span>
        {guessable && place && (
          <span className={detailCss.guess}>
            {words('next.guess')}
            <Button
              pressed={made?.sign === 1}
              onClick={() => setGuess({ position, sign: 1 })}
              aria-label={words('next.positive', { name: say(words, placeName(model, place)) })}
            >
              +
            </Button>
            <Button
              pressed={made?.sign === -1}
              onClick={() => setGuess({ position, sign: -1 })}
              aria-label={words('next.negative', { name: say(words, placeName(model, place)) })}
            >
              −
            </Button>
          </span>
        )}
      </p>
      <div role="status" className={detailCss.verdict} data-right={right}>
        {made !== null && (
          <>
            {words(next.value === 0 ? 'next.zero' : right ? 'next.right' : 'next.wrong')}{' '}
            <Button variant="quiet" onClick={() => goTo(position + 1, timeline.length)}>
              {words('next.look')}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
