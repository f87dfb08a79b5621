/** The numbers of the exercise, one after the other: still hidden, found, or given up. */
import { elementSymbol } from '@/core/interpreter/explain';
import { Formula, VisuallyHidden } from '@/ui';
import { useStepper } from '../stepper';
import { say, useWords } from '../words';
import { turnTo } from './ask';
import { refOf } from './choose';
import { numberName } from './name';
import practiceCss from './practice.module.css';
import { ask, type Cell, sameCell, usePractice } from './store';
import { usePracticeWords } from './words';

const SIGN = { hidden: '?', right: '✓', shown: '–' } as const;

export function Cells({ cells }: { cells: readonly Cell[] }) {
  const words = usePracticeWords();
  const catalogue = useWords();
  const { graph, model, moment } = useStepper();
  const current = usePractice((p) => p.current);
  return (
    <ul className={practiceCss.cells}>
      {cells.map((cell) => {
        const ref = refOf(moment, cell);
        if (ref === null) return null;
        // A gradient by the symbol of what it is the gradient of: fractions are too large here.
        const { phase, gradientOf } = graph.nodes[ref.node];
        const name = say(catalogue, numberName(model, ref));
        return (
          <li key={`${cell.node} ${cell.element}`}>
            <button
              type="button"
              data-state={cell.state}
              data-phase={phase}
              data-tried={cell.wrong > 0 || undefined}
              aria-current={sameCell(cell, current) || undefined}
              onClick={() => {
                ask({ node: cell.node, element: cell.element });
                turnTo(moment, ref);
              }}
            >
              <VisuallyHidden>{words(`cell.${cell.state}`, { name })}</VisuallyHidden>
              <span aria-hidden="true">
                <Formula tex={elementSymbol(graph, gradientOf ?? ref.node, ref.element)} /> {SIGN[cell.state]}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
