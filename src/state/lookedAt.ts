/**
 * What is being looked at: the drawing, or an image of the test set. All views share it, so that a digit drawn beside
 * the curves is the one whose maps are inspected, and a mistake that is clicked is on the pad.
 */
import { create } from 'zustand';
import { documentStore } from './documentStore';
import { runActions } from './runActions';

export interface LookedAt {
  source: 'drawing' | 'test';
  /** Place in the test set, counted from 0; null for a drawing. */
  index: number | null;
  /** Its true class; null for a drawing. */
  label: number | null;
  /** The values that the network gets; null while nothing is drawn, and until a test image has come. */
  input: Float32Array | null;
}

const nothing: LookedAt = { source: 'drawing', index: null, label: null, input: null };

export const useLookedAt = create<LookedAt>()(() => nothing);

/** Counts what was asked for: of several test images under way only the last is shown. */
let asked = 0;
/** Whether it was chosen to look at nothing. */
let emptied = false;

export const lookedAt = {
  /** The drawing as the network gets it, or null for an empty one. */
  drawing(input: Float32Array | null): void {
    asked++;
    useLookedAt.setState({ ...nothing, input });
  },

  /** Nothing, by choice. */
  clear(): void {
    emptied = true;
    lookedAt.drawing(null);
  },

  /** Fetches an image of the test set and looks at it. @throws RangeError when there is no such image. */
  async test(index: number): Promise<void> {
    const turn = ++asked;
    const { inputs, labels } = await runActions.samples('test', [index]);
    if (turn === asked) useLookedAt.setState({ source: 'test', index, label: labels?.[0] ?? null, input: inputs });
  },

  /** For views that would be empty: the first test image, unless something is looked at or it was chosen not to. */
  async begin(): Promise<void> {
    if (emptied || useLookedAt.getState().input !== null) return;
    await lookedAt.test(0);
  },
};

let dataset: string | undefined;
documentStore.subscribe(({ document }) => {
  if (document?.data.id === dataset) return;
  // An image of another data set says nothing here; a drawing is prepared anew by its pad.
  if (dataset !== undefined) lookedAt.drawing(null);
  dataset = document?.data.id;
});
