/** A confusion matrix as the grid needs it, and how one moves about in it. */
import { type ClassReport, classReport } from '@/core/metrics/report';
import type { Evaluation } from '@/state';

export interface Matrix {
  classes: number;
  /** Row = true class, column = predicted, row-major. */
  counts: ArrayLike<number>;
  /** Precision, recall and F1 of each class. */
  report: ClassReport;
  /** Count in the fullest cell off the diagonal. */
  mostConfused: number;
}

/** The matrix of an evaluation, or null for a regression. */
export function readMatrix(evaluation: Pick<Evaluation, 'confusion' | 'classes'>): Matrix | null {
  const { confusion, classes } = evaluation;
  if (confusion === null) return null;
  let mostConfused = 0;
  for (let cell = 0; cell < confusion.length; cell++) {
    if (Math.floor(cell / classes) !== cell % classes) mostConfused = Math.max(mostConfused, confusion[cell]);
  }
  return { classes, counts: confusion, report: classReport(confusion, classes), mostConfused };
}

/** The `limit` fullest cells off the diagonal, fullest first: what the network confuses most. */
export function worstConfusions(matrix: Matrix, limit: number): { truth: number; predicted: number; count: number }[] {
  const cells = [];
  for (let cell = 0; cell < matrix.classes ** 2; cell++) {
    const truth = Math.floor(cell / matrix.classes);
    const predicted = cell % matrix.classes;
    const count = matrix.counts[cell];
    if (truth !== predicted && count > 0) cells.push({ truth, predicted, count });
  }
  return cells.sort((a, b) => b.count - a.count).slice(0, limit);
}

/** The cell that a key leads to from `cell` (row-major index) in a grid with `classes` rows; null for other keys. */
export function moveCell(cell: number, key: string, classes: number, control = false): number | null {
  const row = Math.floor(cell / classes);
  const column = cell % classes;
  const at = (r: number, c: number) => clamp(r, classes) * classes + clamp(c, classes);
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'Home':
      return control ? 0 : at(row, 0);
    case 'End':
      return control ? classes ** 2 - 1 : at(row, classes - 1);
    case 'PageUp':
      return at(0, column);
    case 'PageDown':
      return at(classes - 1, column);
    default:
      return null;
  }
}

const clamp = (index: number, count: number) => Math.min(Math.max(index, 0), count - 1);
