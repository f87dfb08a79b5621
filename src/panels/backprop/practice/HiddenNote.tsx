/** In place of a hidden number's formula: what it follows from, in symbols, and the way to its question. */
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button, Formula } from '@/ui';
import { useStepper } from '../stepper';
import { askFor } from './ask';
import { idOf } from './choose';
import practiceCss from './practice.module.css';
import { SignGuess } from './SignGuess';
import { sameCell, usePractice } from './store';
import { useExercise } from './useExercise';
import { usePracticeWords } from './words';

export function HiddenNote({ element: ref }: { element: ElementRef }) {
  const words = usePracticeWords();
  const { graph, moment } = useStepper();
  const origin = moment.hidden?.origin(ref.node, ref.element) ?? ref;
  const id = idOf(moment, origin);
  const isCell = usePractice((p) => p.cells.some((cell) => cell.state === 'hidden' && sameCell(cell, id)));
  const { symbol, asked } = useExercise(ref);
  return (
    <section className={practiceCss.question} data-phase={graph.nodes[ref.node].phase}>
      <p className={practiceCss.formula}>
        <Formula tex={`\\displaystyle ${symbol} = ${asked}`} />
      </p>
      {isCell ? (
        <p className={practiceCss.progress}>
          <span>{words('note')}</span>
          <Button variant="primary" onClick={() => askFor(moment, ref)}>
            {words('answer.open')}
          </Button>
        </p>
      ) : (
        <p className={practiceCss.signs}>
          <SignGuess element={origin} />
        </p>
      )}
    </section>
  );
}
