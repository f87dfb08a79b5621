/**
 * A formula whose symbols and numbers stand for elements: pointing at one lights up the number, the node and the edge in the
 * pictures, pointing at those lights it up here, and choosing one opens it.
 */
import { useMemo } from 'react';
import type { ElementRef } from '@/core/interpreter/timeline';
import { Formula, type FormulaProps } from '@/ui';
import { locate, samePlace } from '../model/network';
import { together } from '../model/together';
import { hover, select, useSession } from '../session';
import { useStepper } from '../stepper';

export function LinkedFormula({ tex, ...props }: Omit<FormulaProps, 'parts'>) {
  const { model, marks } = useStepper();
  const hovered = useSession((s) => s.hover);
  const parts = useMemo(() => {
    const isLit = (ref: ElementRef) => {
      if (hovered === null) return false;
      if (ref.node === hovered.node) return ref.element === hovered.element;
      return marks.hover !== null && samePlace(marks.hover, locate(model, ref));
    };
    return { isLit, onPoint: hover, onSelect: select };
  }, [hovered, marks.hover, model]);
  return <Formula {...props} tex={together(tex)} parts={parts} />;
}
