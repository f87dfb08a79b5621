/**
 * The matrix as a grid one walks with the arrow keys: one tab stop, each cell a button that opens its images. Blue
 * on the diagonal is what was recognised; orange, stronger with the count, is what was confused.
 */
import { type CSSProperties, type KeyboardEvent, memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { percent } from '../parts/format';
import classes from './confusion.module.css';
import { type Matrix, moveCell } from './matrix';

interface ConfusionGridProps {
  matrix: Matrix;
  names: readonly string[];
  selected: { truth: number; predicted: number } | null;
  onSelect: (cell: { truth: number; predicted: number }) => void;
}

export const ConfusionGrid = memo(function ConfusionGrid({ matrix, names, selected, onSelect }: ConfusionGridProps) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const grid = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState(0);
  const indices = names.map((_, index) => index);

  function key(event: KeyboardEvent) {
    const next = moveCell(current, event.key, matrix.classes, event.ctrlKey);
    if (next === null) return;
    event.preventDefault();
    setCurrent(next);
    grid.current?.querySelector<HTMLButtonElement>(`[data-cell="${next}"]`)?.focus();
  }

  function cell(truth: number, predicted: number) {
    const at = truth * matrix.classes + predicted;
    const count = matrix.counts[at];
    const right = truth === predicted;
    const { recall } = matrix.report.classes[truth];
    const share = right ? (recall ?? 0) : Math.sqrt(count / Math.max(matrix.mostConfused, 1));
    return (
      <td key={predicted}>
        <button
          type="button"
          data-cell={at}
          className={classes.cell}
          data-kind={count === 0 ? (right ? 'missed' : 'none') : right ? 'right' : 'wrong'}
          style={{ '--share': share } as CSSProperties}
          tabIndex={at === current ? 0 : -1}
          aria-pressed={selected?.truth === truth && selected.predicted === predicted}
          aria-label={t('confusion.cell', { truth: names[truth], predicted: names[predicted], count })}
          title={right && recall !== null ? percent(recall, language) : undefined}
          onFocus={() => setCurrent(at)}
          onClick={() => onSelect({ truth, predicted })}
        >
          {count > 0 ? count : ''}
        </button>
      </td>
    );
  }

  return (
    <div className={classes.frame}>
      <span className={classes.rowTitle} aria-hidden>
        {t('confusion.true')}
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table walked with arrow keys is a grid (ARIA practices). */}
      <table ref={grid} role="grid" className={`num ${classes.grid}`} aria-label={t('confusion.label')} onKeyDown={key}>
        <tbody>
          {indices.map((truth) => (
            <tr key={truth}>
              <th scope="row">{names[truth]}</th>
              {indices.map((predicted) => cell(truth, predicted))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {indices.map((predicted) => (
              <th key={predicted} scope="col">
                {names[predicted]}
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
      <span className={classes.columnTitle} aria-hidden>
        {t('confusion.predicted')}
      </span>
    </div>
  );
});
