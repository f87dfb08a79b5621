/**
 * A formula set by KaTeX, with MathML for screen readers. KaTeX is loaded with the first formula; until then the space is
 * kept empty. Wrong TeX is shown as it is, in red, never thrown. Colours: `\fwd{…}`, `\bwd{…}`, `\upd{…}`, `\loss{…}`,
 * `\posv{…}` and `\negv{…}` follow the theme, and `\mark{…}` highlights. Parts that stand for something else on the page,
 * `\el{node}{element}{…}` and `\elv{node}{element}{value}{…}`, can be pointed at and chosen, and lit up from outside.
 */
import type { KatexOptions } from 'katex';
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import './Formula.css';

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

/** Attributes that formulas may set. */
const LINKS = new Set(['data-node', 'data-element', 'data-value']);

const OPTIONS: KatexOptions = {
  output: 'htmlAndMathml',
  throwOnError: false,
  strict: 'ignore',
  // The two extensions that the macros below need; everything else stays untrusted.
  trust: (context) =>
    context.command === '\\htmlClass' ||
    (context.command === '\\htmlData' && Object.keys(context.attributes).every((name) => LINKS.has(name))),
  macros: {
    '\\fwd': colour('fwd'),
    '\\bwd': colour('bwd'),
    '\\upd': colour('upd'),
    '\\loss': colour('loss'),
    '\\posv': colour('pos'),
    '\\negv': colour('neg'),
    '\\mark': colour('mark'),
    '\\el': '\\htmlData{node=#1,element=#2}{#3}',
    '\\elv': '\\htmlData{node=#1,element=#2,value=#3}{#4}',
  },
};

/** What a part of a formula stands for. */
export interface FormulaPart {
  node: number;
  element: number;
}

export interface FormulaParts {
  /** Whether a part is to stand out. A new function lights the formula anew. */
  isLit(part: FormulaPart): boolean;
  onPoint(part: FormulaPart | null): void;
  onSelect(part: FormulaPart): void;
}

/** Formulas that were set, as HTML; walking back and forth asks for the same ones again. */
const set = new Map<string, string>();
const MOST_KEPT = 800;

function htmlOf(setter: Katex, tex: string, display: boolean): string {
  const name = `${display ? 'display' : 'line'} ${tex}`;
  let html = set.get(name);
  if (html === undefined) {
    if (set.size >= MOST_KEPT) set.clear();
    // A fresh copy of the macros, because KaTeX writes definitions of \gdef into it.
    html = setter.renderToString(tex, { ...OPTIONS, displayMode: display, macros: { ...OPTIONS.macros } });
    set.set(name, html);
  }
  return html;
}

export interface FormulaProps {
  tex: string;
  /** Set on its own line, larger; scrolls sideways when it is too wide. */
  display?: boolean;
  /** Smaller where it would be wider than its place, and scrolling where that does not suffice. */
  fit?: boolean;
  parts?: FormulaParts;
  className?: string;
}

/** How much smaller a formula may become to fit. */
const SMALLEST = 0.74;
const PART = '[data-element]';

const partOf = ({ dataset }: HTMLElement): FormulaPart => ({
  node: Number(dataset.node),
  element: Number(dataset.element),
});

/** The part that a pointer is over. */
function partAt(target: EventTarget): FormulaPart | null {
  const part = target instanceof Element ? target.closest<HTMLElement>(PART) : null;
  return part && partOf(part);
}

/** Makes a formula that is too wide smaller. @returns whether it still is. */
function fitted(element: HTMLElement): boolean {
  const inner = element.querySelector<HTMLElement>('.katex');
  if (inner === null) return false;
  inner.style.fontSize = '';
  const excess = () => element.scrollWidth - element.clientWidth;
  if (excess() <= 1) return false;
  const scale = Math.max(SMALLEST, element.clientWidth / element.scrollWidth);
  inner.style.fontSize = `${(1.06 * scale).toFixed(3)}em`;
  return excess() > 1;
}

export function Formula({ tex, display = false, fit = false, parts, className }: FormulaProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const ready = useSyncExternalStore(subscribe, () => katex);
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || !ready) return;
    // Parsed by the browser, which takes less than building the parts one by one.
    element.innerHTML = htmlOf(ready, tex, display);
    if (!display && !fit) return;
    // Measured when the page has been laid out: asking here would lay it out anew for every formula.
    const measure = () => setWide(fit ? fitted(element) : element.scrollWidth > element.clientWidth + 1);
    // Observing begins with a call, and goes on whenever there is more or less room.
    const observer = new ResizeObserver(measure);
    const room = fit ? element.parentElement : element;
    if (room) observer.observe(room);
    return () => observer.disconnect();
  }, [ready, tex, display, fit]);
  const isLit = parts?.isLit;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a formula that was set anew is lit anew
  useLayoutEffect(() => {
    if (!isLit) return;
    for (const part of ref.current?.querySelectorAll<HTMLElement>(PART) ?? []) {
      part.classList.toggle('tex-lit', isLit(partOf(part)));
    }
  }, [isLit, ready, tex]);
  return (
    // What its parts stand for must be reached by keyboard elsewhere: a formula is read as one.
    <span
      ref={ref}
      className={`ui-formula ${display ? 'is-display' : ''} ${fit ? 'is-fit' : ''} ${parts ? 'has-parts' : ''} ${className ?? ''}`}
      aria-busy={!ready}
      // A region that scrolls must be reachable by keyboard.
      tabIndex={wide && (display || fit) ? 0 : undefined}
      {...(parts && {
        onPointerOver: (event) => parts.onPoint(partAt(event.target)),
        onPointerLeave: () => parts.onPoint(null),
        onClick: (event) => {
          const part = partAt(event.target);
          if (part) parts.onSelect(part);
        },
      })}
    />
  );
}
