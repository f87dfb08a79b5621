/**
 * What the engine says about races and range tests, on its way to the stores; and the end of both when the run they were
 * made from is no more.
 */
import { smoothedLosses, suggestRate } from '@/core/rangeTest';
import { EngineError } from '@/engine/client';
import type { LaneNews, RaceEvent } from '@/engine/protocol';
import { failureOf } from '../failure';
import type { Failure } from '../runStore';
import { Throttle } from '../throttle';
import { LaneHistory, reachedAt, thinned } from './history';
import { initialRace, initialRangeTest, useOptimizerInsides, useRace, useRangeTest } from './store';
import type { RaceConfiguration, RaceLane, RaceSettings, RaceStatus, RangeTestSettings } from './types';

const PUBLISH_MS = 200;

/** Numbers that the engine knows the race and the range test by; null while there is none. */
const numbers: { race: number | null; rangeTest: number | null } = { race: null, rangeTest: null };
let next = 1;

let histories = new Map<string, LaneHistory>();
/** Lanes with something new to show. */
const fresh = new Set<string>();

const blankLane = (configuration: RaceConfiguration): RaceLane => ({
  configuration,
  step: 0,
  seconds: 0,
  ...series(new LaneHistory()),
  reached: null,
  diverged: null,
  kept: null,
});

function series({ train, validation }: LaneHistory): Pick<RaceLane, 'train' | 'validation'> {
  return { train: thinned(train), validation: thinned(validation) };
}

const underWay = (status: RaceStatus) => status === 'building' || status === 'playing' || status === 'paused';

/** A race begins; returns its number. */
export function raceBegins(settings: RaceSettings): number {
  publisher.cancel();
  fresh.clear();
  histories = new Map(settings.configurations.map(({ id }) => [id, new LaneHistory()]));
  numbers.race = next++;
  const lanes = settings.configurations.map(blankLane);
  useRace.setState({ ...initialRace, status: 'building', settings, lanes, alive: true });
  return numbers.race;
}

export function rangeTestBegins(settings: RangeTestSettings): number {
  numbers.rangeTest = next++;
  useRangeTest.setState({ ...initialRangeTest, status: 'building', settings });
  return numbers.rangeTest;
}

export const raceNumber = (): number | null => numbers.race;
export const rangeTestNumber = (): number | null => numbers.rangeTest;

/** Everything that was measured of a lane, for exports; null when there is no such lane. */
export function allSeries(lane: string): Pick<RaceLane, 'train' | 'validation'> | null {
  const history = histories.get(lane);
  return history ? { train: history.train, validation: history.validation } : null;
}

function show(): void {
  const { settings, validated, stepsPerEpoch } = useRace.getState();
  const target = settings?.targetAccuracy ?? null;
  useRace.setState(({ lanes }) => ({
    lanes: lanes.map((lane) => {
      const history = histories.get(lane.configuration.id);
      if (!history || !fresh.has(lane.configuration.id)) return lane;
      const { step, seconds } = history;
      const reached = lane.reached ?? reachedAt(history, target, validated, stepsPerEpoch);
      return { ...lane, step, seconds, ...series(history), reached };
    }),
  }));
  fresh.clear();
}

const publisher = new Throttle(show, PUBLISH_MS);

function takeNews(news: readonly LaneNews[]): void {
  for (const one of news) {
    histories.get(one.lane)?.add(one);
    fresh.add(one.lane);
  }
}

function raced({ status, current, news }: Extract<RaceEvent, { type: 'raced' }>): void {
  takeNews(news);
  const state = useRace.getState();
  const place = state.lanes.findIndex(({ configuration }) => configuration.id === current);
  if (status === 'finished') useRace.setState({ status, current: null });
  // Whether it plays is known here first: what was on its way before a pause or a resumption does not undo it.
  else if (state.status === 'building') useRace.setState({ status, current: place < 0 ? null : place });
  else if (state.status === 'playing' && place !== state.current)
    useRace.setState({ current: place < 0 ? null : place });
  if (status === 'playing') publisher.request();
  else publisher.flush();
}

function rangeTested(event: Extract<RaceEvent, { type: 'rangeTested' }>): void {
  const before = useRangeTest.getState();
  const rates = [...before.rates, ...event.rates];
  const losses = [...before.losses, ...event.losses];
  const suggestion = suggestRate(rates, losses);
  const { endedEarly } = event;
  const { status } = event.status === 'finished' || before.status === 'building' ? event : before;
  useRangeTest.setState({ rates, losses, smoothed: smoothedLosses(losses), suggestion, endedEarly, status });
}

/** What the engine says; of a race that is no more, nothing. */
export function receiveRace(event: RaceEvent): void {
  if (event.type === 'insides') {
    useOptimizerInsides.setState({ insides: event.insides });
    return;
  }
  if (event.race === numbers.race) receiveOfRace(event);
  else if (event.race === numbers.rangeTest) receiveOfRangeTest(event);
}

function receiveOfRace(event: Exclude<RaceEvent, { type: 'insides' }>): void {
  switch (event.type) {
    case 'raceBuilt':
      useRace.setState({ stepsPerEpoch: event.stepsPerEpoch, validated: event.validated });
      break;
    case 'raced':
      raced(event);
      break;
    case 'laneDiverged':
      useRace.setState(({ lanes }) => ({
        lanes: lanes.map((lane) => (lane.configuration.id === event.lane ? { ...lane, diverged: event.report } : lane)),
      }));
      break;
    case 'raceFailed':
      endRace(failureOf(new EngineError(event.code, event.params, event.message)));
  }
}

function receiveOfRangeTest(event: Exclude<RaceEvent, { type: 'insides' }>): void {
  if (event.type === 'rangeTested') rangeTested(event);
  else if (event.type === 'raceFailed') {
    endRangeTest(failureOf(new EngineError(event.code, event.params, event.message)));
  }
}

/** The engine has it no more; its curves stay. A race that had finished is none the worse for it. */
export function endRace(error: Failure | null): void {
  publisher.flush();
  numbers.race = null;
  const { status } = useRace.getState();
  const cut = underWay(status);
  if (cut && error) useRace.setState({ status: 'error', error, alive: false, current: null });
  else useRace.setState({ status: cut ? 'finished' : status, alive: false, current: null });
}

export function endRangeTest(error: Failure | null): void {
  numbers.rangeTest = null;
  const { status } = useRangeTest.getState();
  if (!underWay(status)) return;
  useRangeTest.setState(error ? { status: 'error', error } : { status: 'finished', endedEarly: false });
}

/** The run gives way to another, or the worker is gone, and with it all that was made from it. */
export function raceLost(code: 'raceRunChanged' | 'raceEngineLost'): void {
  const error = { code: `engine.${code}`, params: {} };
  if (numbers.race !== null) endRace(error);
  if (numbers.rangeTest !== null) endRangeTest(error);
  if (useOptimizerInsides.getState().insides !== null) useOptimizerInsides.setState({ insides: null });
}

/** Whatever trains beside the run stands still: the run plays, or somebody pauses. */
export function racesPause(): void {
  if (useRace.getState().status === 'playing') useRace.setState({ status: 'paused', current: null });
  if (useRangeTest.getState().status === 'playing') useRangeTest.setState({ status: 'paused' });
}
