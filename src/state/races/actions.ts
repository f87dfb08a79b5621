/**
 * What a person can do with races on the network, with the range test and with the insides of the optimizer. As with the
 * run, every action is safe in every state: what does not apply does nothing.
 *
 * One thing trains at a time. To begin or resume a race pauses the run; to play the run pauses the race. The run keeps its
 * weights and its step whatever a race does.
 */
import type { ChainruleDocument } from '../document';
import { documentStore } from '../documentStore';
import { needsDownload } from '../download';
import type { EngineSession } from '../engineSession';
import { controller } from '../runController';
import { documentWith, type RunSettings } from '../runSettings';
import { useRun } from '../runStore';
import { type RunArchive, runArchive } from '../runs/archive';
import { recorderEvents, useRuns } from '../runs/runsStore';
import { keepLane, type Origin } from './keep';
import {
  allSeries,
  endRace,
  endRangeTest,
  raceBegins,
  raceNumber,
  racesPause,
  rangeTestBegins,
  rangeTestNumber,
} from './receive';
import { useOptimizerInsides, useRace, useRangeTest } from './store';
import type { RaceSettings, RangeTestSettings } from './types';

/** What of the run's controller is used. */
export interface RaceLink {
  engine: Pick<EngineSession, 'send' | 'client' | 'watchInsides'>;
  /** Settings of the run as it is built; null before. */
  applied: RunSettings | null;
  pause(): void;
}

const BUILT = new Set(['ready', 'playing', 'paused', 'finished', 'diverged']);
const NO_RUN = { code: 'engine.raceNoRun', params: {} };

export function racesOf(link: RaceLink, archive: RunArchive = runArchive) {
  /** The document as the run had it when the race began. */
  let document: ChainruleDocument | null = null;
  /** The run's step then. */
  let origin: { run: string | null; step: number } = { run: null, step: 0 };

  const isBuilt = () => BUILT.has(useRun.getState().status) && link.applied !== null;

  const race = {
    /** Begins a race in place of the one there is. The run pauses and stays as it is. */
    start(settings: RaceSettings): void {
      if (needsDownload()) return;
      const run = raceBegins(settings);
      const { document: now } = documentStore;
      if (!isBuilt() || !now || !link.applied) {
        endRace(NO_RUN);
        return;
      }
      document = documentWith(now, link.applied);
      useRace.setState({ document });
      const { progress } = useRun.getState();
      const here = settings.from === 'here';
      origin = { run: here ? useRuns.getState().open : null, step: here ? (progress?.step ?? 0) : 0 };
      link.pause();
      const { configurations, from, steps } = settings;
      link.engine.send({ type: 'race', race: run, order: { configurations, from, steps } });
    },

    pause(): void {
      const number = raceNumber();
      if (number === null || useRace.getState().status !== 'playing') return;
      useRace.setState({ status: 'paused', current: null });
      link.engine.send({ type: 'pauseRace', race: number });
    },

    resume(): void {
      const number = raceNumber();
      if (number === null || useRace.getState().status !== 'paused') return;
      link.pause();
      racesPause();
      useRace.setState({ status: 'playing' });
      link.engine.send({ type: 'resumeRace', race: number });
    },

    /** The engine lets go of it; its curves stay until the next one begins. */
    end(): void {
      const number = raceNumber();
      if (number === null) return;
      endRace(null);
      link.engine.send({ type: 'endRace', race: number });
    },

    /**
     * Keeps where a lane stands as a run in the library, with its optimizer and schedule as settings and its curves.
     * @param name for people; without one it is the optimizer's kind and learning rate.
     * @returns the id of the run.
     * @throws EngineError when the engine has the lane no more.
     */
    async keep(id: string, name?: string): Promise<string | null> {
      const number = raceNumber();
      const lane = useRace.getState().lanes.find(({ configuration }) => configuration.id === id);
      const { settings, stepsPerEpoch } = useRace.getState();
      const measured = allSeries(id);
      if (number === null || !lane || !settings || !document || !measured) return null;
      const checkpoint = await link.engine.client.raceCheckpoint(number, id);
      if (checkpoint.step === 0) return null;
      const given: Origin = { ...origin, document, stepsPerEpoch, steps: settings.steps };
      const kept = await keepLane(archive, { ...lane, ...measured }, checkpoint, given, name);
      recorderEvents.saved();
      useRace.setState(({ lanes }) => ({
        lanes: lanes.map((one) => (one.configuration.id === id ? { ...one, kept } : one)),
      }));
      return kept;
    },
  };

  const rangeTest = {
    /** Tests the run's optimizer on a copy of its weights. The run pauses and stays as it is, and so does a race. */
    start(settings: RangeTestSettings): void {
      if (needsDownload()) return;
      race.pause();
      const number = rangeTestBegins(settings);
      if (!isBuilt()) {
        endRangeTest(NO_RUN);
        return;
      }
      link.pause();
      link.engine.send({ type: 'rangeTest', race: number, order: settings });
    },

    /** Ends it where it stands; what it has found stays. */
    stop(): void {
      const number = rangeTestNumber();
      if (number === null) return;
      endRangeTest(null);
      link.engine.send({ type: 'endRace', race: number });
    },

    pause(): void {
      const number = rangeTestNumber();
      if (number === null || useRangeTest.getState().status !== 'playing') return;
      useRangeTest.setState({ status: 'paused' });
      link.engine.send({ type: 'pauseRace', race: number });
    },

    resume(): void {
      const number = rangeTestNumber();
      if (number === null || useRangeTest.getState().status !== 'paused') return;
      link.pause();
      racesPause();
      useRangeTest.setState({ status: 'playing' });
      link.engine.send({ type: 'resumeRace', race: number });
    },
  };

  return {
    race,
    rangeTest,
    /** Has the insides of the run's optimizer measured about once a second while it trains, or no more. */
    watchInsides(on: boolean): void {
      if (!on) useOptimizerInsides.setState({ insides: null });
      link.engine.watchInsides(on);
    },
    /** The workspace is left: all of it stands still. */
    leave(): void {
      race.pause();
      rangeTest.pause();
    },
  };
}

const all = racesOf(controller);

export const raceActions = all.race;
export const rangeTestActions = all.rangeTest;
export const { watchInsides, leave: leaveRaces } = all;
