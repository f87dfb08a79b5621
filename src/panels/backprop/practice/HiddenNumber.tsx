/**
 * A hidden number where it would be seen: a question mark that opens its question. What it would say is nowhere in the
 * page.
 */
import { createContext, type KeyboardEvent, type ReactNode, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import type { ElementRef } from '@/core/interpreter/timeline';
import { useStepper } from '../stepper';
import { say, useWords } from '../words';
import { askFor } from './ask';
import { numberName } from './name';
import practiceCss from './practice.module.css';
import { usePracticeWords } from './words';

function useQuestion(ref: ElementRef) {
  const practice = usePracticeWords();
  const words = useWords();
  const { model, moment } = useStepper();
  return {
    label: practice('hidden', { name: say(words, numberName(model, ref)) }),
    open: () => askFor(moment, ref),
  };
}

export interface HiddenNumberProps {
  node: number;
  element: number;
  /** Inside of something that is itself a button, and whose name says what is hidden. */
  inert?: boolean;
}

export function HiddenNumber({ node, element, inert = false }: HiddenNumberProps) {
  const { label, open } = useQuestion({ node, element });
  if (inert) return <span className={practiceCss.mark}>?</span>;
  return (
    <button type="button" className={practiceCss.hidden} aria-label={label} title={label} onClick={open}>
      ?
    </button>
  );
}

/** A result that cannot be told without giving a hidden number away. */
export function HiddenResult() {
  const practice = usePracticeWords();
  return (
    <span className={practiceCss.mark}>
      <span aria-hidden="true">?</span>
      <span className="ui-hidden">{practice('follows')}</span>
    </span>
  );
}

/** In drawings, question marks lie in a layer above: a button must not be part of a button. */
const Layer = createContext<SVGGElement | null>(null);

export function HiddenLayer({ children }: { children: ReactNode }) {
  const [layer, setLayer] = useState<SVGGElement | null>(null);
  return (
    <Layer value={layer}>
      {children}
      <g ref={setLayer} />
    </Layer>
  );
}

const SIZE = { width: 26, height: 17 };

/** A question mark in a drawing, `x` as text of this anchor has it, `y` the base line. */
export function HiddenMark({
  node,
  element,
  x,
  y,
  anchor,
}: ElementRef & { x: number; y: number; anchor: 'start' | 'middle' | 'end' }) {
  const layer = useContext(Layer);
  const { label, open } = useQuestion({ node, element });
  if (layer === null) return null;
  const left = anchor === 'middle' ? x - SIZE.width / 2 : anchor === 'end' ? x - SIZE.width : x;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    open();
  };
  return createPortal(
    // biome-ignore lint/a11y/useSemanticElements: a button cannot be part of a drawing.
    <g
      role="button"
      tabIndex={0}
      aria-label={label}
      className={practiceCss.drawnMark}
      onClick={(event) => {
        event.stopPropagation();
        open();
      }}
      onKeyDown={onKeyDown}
    >
      <rect x={left} y={y - 13} width={SIZE.width} height={SIZE.height} rx={6} />
      <text x={left + SIZE.width / 2} y={y} textAnchor="middle">
        ?
      </text>
    </g>,
    layer,
  );
}
