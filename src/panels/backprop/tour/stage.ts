/**
 * Sets the page for a scene of the tour, and puts everything back when it is over: the session as it was, and an update
 * that the tour has made is taken back.
 */
import { buildTimeline } from '@/core/interpreter/timeline';
import { type Checkpoint, runActions, useRun } from '@/state';
import { applyUpdate, canUndo, undoUpdate } from '../actions';
import { type Edits, NO_EDITS } from '../model/batch';
import { NO_OVERRIDES, useSession } from '../session';
import { type Places, placesOf, type SceneId, sceneOf } from './scenes';
import { TOUR_ADDRESS, useTour } from './store';

/** So long is waited for numbers to be computed before a scene is shown with those there are. */
const PATIENCE = 4000;

type SessionState = ReturnType<typeof useSession.getState>;

/** What the tour changes, and leaves as it was. */
const KEPT = [
  'choice',
  'edits',
  'overrides',
  'fault',
  'granularity',
  'position',
  'pace',
  'sample',
  'selection',
  'show',
  'asTable',
  'picture',
  'view',
  'tool',
  'notation',
  'presenting',
] as const satisfies readonly (keyof SessionState)[];

/** Resolves when the session is as asked for, or after a while. */
function until(ready: (state: SessionState) => boolean): Promise<void> {
  if (ready(useSession.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const stop = useSession.subscribe((state) => {
      if (ready(state)) done();
    });
  });
}

/** The iteration shown is computed from these edits and nothing else that was changed for a try. */
const computed = (edits: Edits) => (state: SessionState) =>
  state.traced !== null &&
  state.traced.checkpoint === state.checkpoint &&
  state.traced.edits === edits &&
  state.traced.fault === null;

export interface Stage {
  show(id: SceneId): Promise<void>;
  restore(): Promise<void>;
}

/** Takes the page over; null where the network is none that the tour can be told on. */
export async function takeStage(): Promise<Stage | null> {
  const before = useSession.getState();
  const kept = Object.fromEntries(KEPT.map((key) => [key, before[key]])) as Pick<SessionState, (typeof KEPT)[number]>;
  const training = useRun.getState().status === 'playing';
  if (training) runActions.pause();
  const calm = {
    overrides: NO_OVERRIDES,
    fault: null,
    granularity: 'neuron',
    playing: false,
    sample: 0,
    selection: null,
    show: 'both',
    asTable: false,
    picture: 'pixels',
    view: 'both',
    notation: 'index',
    presenting: false,
  } as const;
  useSession.setState({ ...calm, edits: NO_EDITS });
  await until(computed(NO_EDITS));
  /** What the run was before the tour's update; null while there is none. */
  let made: Checkpoint | null = null;
  const putBack = async () => {
    if (made !== null) {
      // After another document the session knows of no update any more; the run still has it.
      if (canUndo(useSession.getState().applied, made.step + 1)) await undoUpdate();
      else if (useSession.getState().checkpoint?.step === made.step + 1) await runActions.setCheckpoint(made);
    }
    made = null;
    useSession.setState({ ...kept, playing: false, hover: null });
    if (training) runActions.play();
  };
  const leave = async () => {
    const here = useSession.getState().owner === before.owner && window.location.hash.startsWith(TOUR_ADDRESS);
    if (here) await putBack();
    else useTour.setState({ owed: putBack });
  };

  const { traced } = useSession.getState();
  const places: Places | null =
    traced && placesOf(traced.graph, buildTimeline(traced.graph, calm.granularity), traced.values);
  if (traced === null || places === null) {
    await putBack();
    return null;
  }
  const { values } = traced;

  return {
    async show(id) {
      const scene = sceneOf(id, places, values);
      const { applied, ...shown } = scene;
      if (made !== null && !applied) {
        await undoUpdate();
        made = null;
      }
      useSession.setState({ ...calm, ...shown });
      if (applied && made === null) {
        await until(computed(shown.edits));
        const now = useSession.getState().traced;
        if (now !== null) {
          await applyUpdate(now.graph, now);
          made = now.checkpoint;
        }
      }
      await until(applied ? ({ traced: t, checkpoint }) => t?.checkpoint === checkpoint : computed(shown.edits));
    },
    restore: leave,
  };
}
