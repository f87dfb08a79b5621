/**
 * Several functions in one plot: which are shown, in which place (colour and dashes stay with the place), which one is
 * talked about, and which are hidden for a moment.
 */
import { useMemo } from 'react';
import { functionsState, type TabId, useParams } from './state';

export const MOST = 5;

/** Told apart by hue, by lightness and by their dashes. */
export const SLOTS = [
  { color: 'var(--run-1)', dash: undefined },
  { color: 'var(--run-2)', dash: '7 4' },
  { color: 'var(--run-3)', dash: '2 3.5' },
  { color: 'var(--run-4)', dash: '11 3 2 3' },
  { color: 'var(--run-5)', dash: '4 2 1 2' },
] as const;

export interface Shown {
  kind: string;
  slot: number;
  hidden: boolean;
}

export interface Comparison {
  shown: readonly Shown[];
  focus: string;
  full: boolean;
  /** Shows a function in place of the one talked about, or talks about one that is shown already. */
  look(kind: string): void;
  /** Adds a function, or takes it away; the last one stays. */
  toggle(kind: string): void;
  hide(kind: string): void;
}

/** `allowed` says what may stand beside a function; what may not, gives way when that function is looked at. */
export function useComparison(
  tab: TabId,
  kinds: readonly string[],
  first: readonly string[],
  allowed: (kind: string, focus: string) => boolean = () => true,
): Comparison {
  const params = useParams(tab);
  return useMemo(() => {
    const read = (name: string) => (params[name] ?? '').split(',');
    // A place that has been given up stays empty, so that the others keep their colours.
    const places = (params.show === undefined ? first : read('show')).map((kind) => (kinds.includes(kind) ? kind : ''));
    const named = places.filter((kind, i) => kind !== '' && places.indexOf(kind) === i);
    const focus = named.includes(params.of ?? '') ? params.of : (named[0] ?? kinds[0]);
    const slots = (named.length > 0 ? places : [kinds[0]]).slice(0, MOST);
    const fits = (kind: string, beside: string) => kind === beside || allowed(kind, beside);
    const hidden = read('hide');
    const shown = slots.flatMap((kind, slot) =>
      kind !== '' && slots.indexOf(kind) === slot && fits(kind, focus)
        ? [{ kind, slot, hidden: hidden.includes(kind) && kind !== focus }]
        : [],
    );
    const say = (next: readonly string[], of: string) => {
      const text = next.map((kind) => (kind !== '' && fits(kind, of) ? kind : '')).join(',');
      functionsState.patch(tab, { show: text.replace(/,+$/, ''), of });
    };
    return {
      shown,
      focus,
      full: shown.length >= MOST,
      look(kind) {
        if (shown.some((one) => one.kind === kind)) say(slots, kind);
        else
          say(
            slots.map((other) => (other === focus ? kind : other)),
            kind,
          );
      },
      toggle(kind) {
        const at = slots.indexOf(kind);
        if (at >= 0) {
          if (shown.length === 1) return;
          const rest = slots.map((other) => (other === kind ? '' : other));
          return say(rest, kind === focus ? (shown.find((one) => one.kind !== kind)?.kind ?? focus) : focus);
        }
        if (shown.length >= MOST) return;
        const taken = new Set(shown.map(({ slot }) => slot));
        const free = SLOTS.findIndex((_, slot) => !taken.has(slot));
        const next = Array.from({ length: Math.max(slots.length, free + 1) }, (_, i) => slots[i] ?? '');
        next[free] = kind;
        say(next, focus);
      },
      hide(kind) {
        const others = hidden.filter((other) => other !== '' && other !== kind);
        functionsState.patch(tab, {
          hide: (hidden.includes(kind) ? others : [...others, kind]).join(',') || null,
        });
      },
    };
  }, [params, tab, kinds, first, allowed]);
}
