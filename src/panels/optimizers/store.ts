/**
 * The race that is looked at: its description (what the address and undo hold), what came of it, and where in it one is.
 * The position moves up to sixty times a second: canvases subscribe to it, components select as little as they need.
 */
import { create } from 'zustand';
import type { Point, Race, RacerSpec, RaceSpec, Window } from '@/core/racing/types';

/** What is raced, and the part of the plane that is shown. */
export interface RaceDocument extends RaceSpec {
  window: Window;
}

export type MapView = 'contours' | 'surface' | 'both';
export type Levels = 'log' | 'linear';

/** What is drawn on the map besides the trails. */
export interface Overlays {
  gradient: boolean;
  velocity: boolean;
  /** The size of the step that an adaptive optimizer takes on each coordinate. */
  box: boolean;
}

export interface OptimizersState {
  document: RaceDocument;
  /** Null until it has been computed once; then the newest that has been, which may lag behind the document. */
  race: Race | null;
  computing: boolean;
  error: { code: string; params: Record<string, string | number> } | null;
  /** Updates made where one looks, 0 … steps. Whole. */
  position: number;
  playing: boolean;
  /** Updates a second. */
  speed: number;
  /** Id of the racer whose numbers are shown. */
  chosen: string;
  /** Which number of theta is looked at: 0 is x, 1 is y. */
  coordinate: 0 | 1;
  view: MapView;
  levels: Levels;
  overlays: Overlays;
  /** The update pointed at in a curve, the place pointed at on the map, or null. */
  hovered: number | null;
  /** Id of the racer pointed at anywhere, or null. */
  lit: string | null;
  /** What of the chosen racer is pointed at in its numbers, to stand out on the map, or null. */
  pointed: keyof Overlays | null;
}

const racer = (id: string, optimizer: RacerSpec['optimizer']): RacerSpec => ({ id, optimizer });

export const FIRST: RaceDocument = {
  surface: { kind: 'rosenbrock' },
  window: { x: [-2, 2], y: [-1, 3] },
  start: { x: -1.4, y: 2 },
  racers: [
    racer('sgd', { kind: 'sgd', learningRate: 0.0012 }),
    racer('momentum', { kind: 'momentum', learningRate: 0.0006, momentum: 0.9 }),
    racer('rmsprop', { kind: 'rmsprop', learningRate: 0.01 }),
    racer('adam', { kind: 'adam', learningRate: 0.05 }),
  ],
  steps: 400,
  seed: 1,
  noise: 0,
  batchSize: 0,
};

export const useOptimizers = create<OptimizersState>()(() => ({
  document: FIRST,
  race: null,
  computing: false,
  error: null,
  position: 0,
  playing: false,
  speed: 40,
  chosen: FIRST.racers[0].id,
  coordinate: 0,
  view: 'contours',
  levels: 'log',
  overlays: { gradient: true, velocity: true, box: true },
  hovered: null,
  lit: null,
  pointed: null,
}));

/** Changes the description; what was computed stays until it is computed anew. */
export function editRace(change: Partial<RaceDocument>): void {
  const { document } = useOptimizers.getState();
  useOptimizers.setState({ document: { ...document, ...change } });
}

export const setStart = (start: Point): void => editRace({ start });

/** Goes to an update, within the race. */
export function goTo(position: number): void {
  const { document } = useOptimizers.getState();
  const whole = Math.min(document.steps, Math.max(0, Math.round(position)));
  if (whole !== useOptimizers.getState().position) useOptimizers.setState({ position: whole });
}

/** Colours of the racers by their place in the race: variables of the theme, told apart by colour-blind eyes too. */
export const racerColour = (index: number): string => `var(--run-${(index % 8) + 1})`;

/** Their dashes, so that colour is never the only mark: drawn and pause, in pixels; empty for an unbroken line. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [7, 4],
  [2, 3.5],
  [11, 3, 2, 3],
  [4, 2, 1, 2],
  [14, 4],
  [8, 3, 2, 3, 2, 3],
  [5, 5],
];
export const racerDash = (index: number): readonly number[] => DASHES[index % DASHES.length];
