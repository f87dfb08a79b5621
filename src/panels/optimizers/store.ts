/**
 * The race that is looked at: its description (what the address and undo hold), what came of it, and where in it one is.
 * The position moves up to sixty times a second: canvases subscribe to it, components select as little as they need.
 */
import { temporal } from 'zundo';
import { create, useStore } from 'zustand';
import { optimizerOf } from '@/core/optimizers';
import type { Point, Race, RacerSpec, RaceSpec, Window } from '@/core/racing/types';
import { SERIES_MARKS, seriesMark } from '@/theme/marks';

/** What is raced, and the part of the plane that is shown. */
export interface RaceDocument extends RaceSpec {
  window: Window;
  /** Names given to racers, by id; the others are called by their optimizer (names.ts). */
  names?: Readonly<Record<string, string>>;
  /** Ids of racers that race but are not drawn. */
  hidden?: readonly string[];
}

export type MapView = 'contours' | 'surface' | 'both';
export type Levels = 'log' | 'linear';

/** What is drawn on the map besides the trails. */
export interface Overlays {
  gradient: boolean;
  velocity: boolean;
  /** The size of the step that an adaptive optimizer takes on each coordinate. */
  box: boolean;
  /** The last update. */
  step?: boolean;
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

/** Steps of the history. */
const HISTORY_LIMIT = 200;
/** Changes of the same kind this close together are one step of the history: a start that is dragged, a slider. */
const MERGE_MS = 1000;

export const useOptimizers = create<OptimizersState>()(
  temporal(
    (): OptimizersState => ({
      document: FIRST,
      race: null,
      computing: false,
      error: null,
      position: FIRST.steps,
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
    }),
    {
      limit: HISTORY_LIMIT,
      partialize: ({ document }) => ({ document }),
      equality: (before, after) => before.document === after.document,
    },
  ),
);

let lastMerge: { key: string; time: number } | null = null;
let held = false;

/** While a pointer is down, changes of the same kind are one step of the history, however slow the hand or the machine. */
export function holdHistory(is: boolean): void {
  if (is) lastMerge = null;
  held = is;
}

/** Six digits: more cannot be dragged, and an address stays short. */
const rounded = (value: number): number => Number(value.toPrecision(6));
const roundedRange = ([low, high]: readonly [number, number]) => [rounded(low), rounded(high)] as const;

/**
 * Changes the description; what was computed stays until it is computed anew.
 * @param merge changes in quick succession with the same key are one step of the history; start and window by themselves.
 */
export function editRace(change: Partial<RaceDocument>, merge?: string): void {
  const before = useOptimizers.getState();
  const document = { ...before.document, ...change };
  const names = Object.keys(change);
  const key = merge ?? (names.length === 1 && (names[0] === 'start' || names[0] === 'window') ? names[0] : undefined);
  const now = Date.now();
  const history = useOptimizers.temporal.getState();
  if (key !== undefined && lastMerge?.key === key && (held || now - lastMerge.time < MERGE_MS)) history.pause();
  useOptimizers.setState({ document, position: Math.min(before.position, document.steps) });
  history.resume();
  lastMerge = key === undefined ? null : { key, time: now };
}

/** Puts a racer where one starts: for all of them alike. */
export const setStart = ({ x, y }: Point): void => editRace({ start: { x: rounded(x), y: rounded(y) } });

/** Shows another part of the plane. */
export const setWindow = ({ x, y }: Window): void => editRace({ window: { x: roundedRange(x), y: roundedRange(y) } });

/** The racer with most to tell: the first of those that remember most. */
function mostTold(racers: readonly RacerSpec[]): string {
  const memory = ({ optimizer }: RacerSpec) => {
    const { definition, settings } = optimizerOf(optimizer);
    return definition.state(settings).length;
  };
  const most = Math.max(...racers.map(memory));
  return racers.find((one) => memory(one) === most)?.id ?? '';
}

/** Opens another race at its end, where all of it is seen, with a history of its own. */
export function openRace(document: RaceDocument): void {
  lastMerge = null;
  useOptimizers.setState({
    document,
    position: document.steps,
    playing: false,
    chosen: mostTold(document.racers),
    hovered: null,
    lit: null,
    pointed: null,
  });
  useOptimizers.temporal.getState().clear();
}

export function undoRace(): void {
  lastMerge = null;
  useOptimizers.temporal.getState().undo();
}

export function redoRace(): void {
  lastMerge = null;
  useOptimizers.temporal.getState().redo();
}

export function useRaceHistory(): { canUndo: boolean; canRedo: boolean } {
  const canUndo = useStore(useOptimizers.temporal, ({ pastStates }) => pastStates.length > 0);
  const canRedo = useStore(useOptimizers.temporal, ({ futureStates }) => futureStates.length > 0);
  return { canUndo, canRedo };
}

/** Goes to an update, within the race. */
export function goTo(position: number): void {
  const { document } = useOptimizers.getState();
  const whole = Math.min(document.steps, Math.max(0, Math.round(position)));
  if (whole !== useOptimizers.getState().position) useOptimizers.setState({ position: whole });
}

/** Colours of the racers by their place in the race: variables of the theme, told apart by colour-blind eyes too. */
export const racerColour = (index: number): string => seriesMark(index).color;

/** Place among eight dashes or marks: another one where the colours begin anew, so that no two racers have the same of both. */
export const racerSign = (index: number): number => (index + 3 * Math.floor(index / 8)) % 8;

/** Their dashes, so that colour is never the only mark: drawn and pause, in pixels; empty for an unbroken line. */
const DASHES = SERIES_MARKS.map(({ dash }): readonly number[] => dash?.split(' ').map(Number) ?? []);
export const racerDash = (index: number): readonly number[] => DASHES[racerSign(index)];
