/**
 * What is being looked at: the drawing, or an image of the test set. All views share it, so that a digit drawn beside
 * the curves is the one whose maps are inspected, and a mistake that is clicked is on the pad.
 */
import { create } from 'zustand';
import { documentStore } from './documentStore';
import { networkInput } from './networkInput';
import { runActions } from './runActions';
import { useRun } from './runStore';

export interface LookedAt {
  source: 'drawing' | 'test';
  /** Place in the test set, counted from 0; null for a drawing. */
  index: number | null;
  /** Its true class; null for a drawing. */
  label: number | null;
  /** The picture, 0 … 1; null while nothing is drawn, and until a test image has come. */
  pixels: Float32Array | null;
  /** The values that the network gets: the picture, preprocessed as the run has it. */
  input: Float32Array | null;
}

const nothing: LookedAt = { source: 'drawing', index: null, label: null, pixels: null, input: null };

export const useLookedAt = create<LookedAt>()(() => nothing);

/** Counts what was asked for: of several test images under way only the last is shown. */
let asked = 0;
/** Whether it was chosen to look at nothing. */
let emptied = false;

export const lookedAt = {
  /** The drawing as a picture like those of the data set, or null for an empty one. */
  drawing(pixels: Float32Array | null): void {
    asked++;
    useLookedAt.setState({ ...nothing, pixels, input: pixels && networkInput(pixels) });
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
    if (turn !== asked) return;
    const input = networkInput(inputs);
    useLookedAt.setState({ source: 'test', index, label: labels?.[0] ?? null, pixels: inputs, input });
  },

  /** For views that would be empty: the first test image, unless something is looked at or it was chosen not to. */
  async begin(): Promise<void> {
    if (emptied || useLookedAt.getState().input !== null) return;
    await lookedAt.test(0);
  },
};

// A run with another preprocessing sees the same picture as other numbers.
useRun.subscribe(({ preprocessing }, before) => {
  if (preprocessing === before.preprocessing) return;
  const { pixels } = useLookedAt.getState();
  if (pixels !== null) useLookedAt.setState({ input: networkInput(pixels) });
});

let dataset: string | undefined;
documentStore.subscribe(({ document }) => {
  if (document?.data.id === dataset) return;
  // An image of another data set says nothing here; a drawing is prepared anew by its pad.
  if (dataset !== undefined) lookedAt.drawing(null);
  dataset = document?.data.id;
});
