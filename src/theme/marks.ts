/** Looks of the curves of several things in one chart: told apart by hue, by lightness and by their dashes. */
export interface SeriesMark {
  /** A variable of tokens.css. */
  color: string;
  /** As `stroke-dasharray`; undefined for a line without gaps. */
  dash: string | undefined;
}

export const SERIES_MARKS: readonly SeriesMark[] = [
  { color: 'var(--run-1)', dash: undefined },
  { color: 'var(--run-2)', dash: '7 3' },
  { color: 'var(--run-3)', dash: '2 3' },
  { color: 'var(--run-4)', dash: '10 3 2 3' },
  { color: 'var(--run-5)', dash: '14 4' },
  { color: 'var(--run-6)', dash: '5 2 1.5 2 1.5 2' },
  { color: 'var(--run-7)', dash: '4 3' },
  { color: 'var(--run-8)', dash: '12 2 2 2 2 2' },
];

/** The mark of the thing at this place; after the last one they begin anew. */
export const seriesMark = (index: number): SeriesMark => SERIES_MARKS[index % SERIES_MARKS.length];
