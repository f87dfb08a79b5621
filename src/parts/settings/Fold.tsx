/** What is seldom changed, behind one line that says what it is set to. */
import type { ReactNode } from 'react';
import classes from './settings.module.css';

interface FoldProps {
  id: string;
  summary: ReactNode;
  open?: boolean;
  onToggle?(open: boolean): void;
  children: ReactNode;
}

export function Fold({ id, summary, open, onToggle, children }: FoldProps) {
  return (
    <details className={classes.more} open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary id={id}>{summary}</summary>
      <div className={classes.fields}>{children}</div>
    </details>
  );
}
