/**
 * Which runs are chosen to be looked at: up to six, each with a letter, a colour and a dash of its own, which it keeps
 * while others come and go. Lives outside React, so that it is still there after a look at another view.
 */
import { create } from 'zustand';
import { seriesMark } from '@/theme/marks';

export const MARKS = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter, place) => ({ letter, ...seriesMark(place) }));
export type Mark = (typeof MARKS)[number];

interface Selection {
  /** Id of the run that has the mark of that place. */
  places: readonly (string | null)[];
  /** Whether a person has chosen; before that the page does. */
  touched: boolean;
}

export const useSelection = create<Selection>()(() => ({ places: MARKS.map(() => null), touched: false }));

/** `places` with a run chosen, or not any more. The same places when all six are taken. */
export function toggled(places: readonly (string | null)[], id: string): readonly (string | null)[] {
  if (places.includes(id)) return places.map((other) => (other === id ? null : other));
  const place = places.indexOf(null);
  return place < 0 ? places : places.with(place, id);
}

export const toggle = (id: string) =>
  useSelection.setState(({ places }) => ({ places: toggled(places, id), touched: true }));

/** Chooses one run alone. */
export const choose = (id: string, touched = true) =>
  useSelection.setState({ places: MARKS.map((_, place) => (place === 0 ? id : null)), touched });

export const clearSelection = () => useSelection.setState({ places: MARKS.map(() => null), touched: true });

/** Mark of a run; null when it is not chosen. */
export const useMark = (id: string): Mark | null => useSelection(({ places }) => MARKS[places.indexOf(id)] ?? null);
