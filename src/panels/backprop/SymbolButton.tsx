/** A symbol as a button that selects the element it stands for. Its name is the symbol in plain text. */
import { Formula, VisuallyHidden } from '@/ui';
import { plain } from './model/symbols';
import partsCss from './parts.module.css';
import { hover, select } from './session';

export interface SymbolButtonProps {
  tex: string;
  node: number;
  element: number;
  className?: string;
  /** It is what is shown already. */
  current?: boolean;
}

export function SymbolButton({
  tex,
  node,
  element,
  className = partsCss.symbolButton,
  current = false,
}: SymbolButtonProps) {
  return (
    <button
      type="button"
      className={className}
      aria-current={current || undefined}
      data-focus={current}
      onClick={() => select({ node, element })}
      onPointerEnter={() => hover({ node, element })}
      onPointerLeave={() => hover(null)}
      onFocus={() => hover({ node, element })}
      onBlur={() => hover(null)}
    >
      <VisuallyHidden>{plain(tex)}</VisuallyHidden>
      <span aria-hidden="true">
        <Formula tex={tex} />
      </span>
    </button>
  );
}
