/** A card of the workspace: a quiet title, what can be done at its right, and the content. */
import { type ReactNode, useId } from 'react';

export interface PanelProps {
  title: ReactNode;
  /** A short remark beside the title. */
  note?: ReactNode;
  /** Controls at the right end of the title's row. */
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  /** `flush`: content reaches the card's edges. */
  padding?: 'normal' | 'flush';
  /** Level of the heading within the page; 2 unless said. */
  level?: 2 | 3 | 4;
  id?: string;
}

export function Panel({ title, note, actions, children, className, padding = 'normal', level = 2, id }: PanelProps) {
  const titleId = useId();
  const Heading = `h${level}` as const;
  return (
    <section className={`ui-panel ${className ?? ''}`} aria-labelledby={titleId} id={id}>
      <header className="ui-panel-head">
        <Heading className="ui-panel-title" id={titleId}>
          {title}
        </Heading>
        {note !== undefined && <span className="ui-panel-note">{note}</span>}
        {actions !== undefined && <div className="ui-panel-actions">{actions}</div>}
      </header>
      <div className={padding === 'flush' ? 'ui-panel-body ui-flush' : 'ui-panel-body'}>{children}</div>
    </section>
  );
}
