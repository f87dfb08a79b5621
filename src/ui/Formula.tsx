/**
 * A formula set by KaTeX, with MathML for screen readers. KaTeX is loaded with the first formula; until then the space is
 * kept empty. Wrong TeX is shown as it is, in red, never thrown. Colours: `\fwd{…}`, `\bwd{…}`, `\upd{…}`, `\loss{…}`,
 * `\posv{…}` and `\negv{…}` follow the theme, and `\mark{…}` highlights.
 */
import type { KatexOptions } from 'katex';
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

type Katex = typeof import('katex').default;

let katex: Katex | null = null;
let asked = false;
const waiting = new Set<() => void>();

function load(): void {
  if (asked) return;
  asked = true;
  void Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(
    ([module]) => {
      katex = module.default;
      for (const ready of waiting) ready();
    },
    () => {
      // Not there now: the next formula asks again.
      asked = false;
    },
  );
}

function subscribe(ready: () => void): () => void {
  waiting.add(ready);
  load();
  return () => waiting.delete(ready);
}

const colour = (name: string) => `\\htmlClass{tex-${name}}{#1}`;

const OPTIONS: KatexOptions = {
  output: 'htmlAndMathml',
  throwOnError: false,
  strict: 'ignore',
  // The one extension that the macros below need; everything else stays untrusted.
  trust: (context) => context.command === '\\htmlClass',
  macros: {
    '\\fwd': colour('fwd'),
    '\\bwd': colour('bwd'),
    '\\upd': colour('upd'),
    '\\loss': colour('loss'),
    '\\posv': colour('pos'),
    '\\negv': colour('neg'),
    '\\mark': colour('mark'),
  },
};

export interface FormulaProps {
  tex: string;
  /** Set on its own line, larger; scrolls sideways when it is too wide. */
  display?: boolean;
  className?: string;
}

export function Formula({ tex, display = false, className }: FormulaProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const ready = useSyncExternalStore(subscribe, () => katex);
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || !ready) return;
    // A fresh copy of the macros, because KaTeX writes definitions of \gdef into it.
    ready.render(tex, element, { ...OPTIONS, displayMode: display, macros: { ...OPTIONS.macros } });
    if (!display) return;
    // Measured with the next frame: asking for the width right here would lay the page out anew for every formula.
    const frame = requestAnimationFrame(() => setWide(element.scrollWidth > element.clientWidth + 1));
    return () => cancelAnimationFrame(frame);
  }, [ready, tex, display]);
  return (
    <span
      ref={ref}
      className={`ui-formula ${display ? 'is-display' : ''} ${className ?? ''}`}
      aria-busy={!ready}
      // A region that scrolls must be reachable by keyboard.
      tabIndex={wide && display ? 0 : undefined}
    />
  );
}
