/** Turning to a hidden number: its question in the right column, and the pictures at the moment that it belongs to. */
import type { ElementRef } from '@/core/interpreter/timeline';
import type { Moment } from '../model/moment';
import { goTo, select, useSession } from '../session';
import { idOf, refOf } from './choose';
import { ask, usePractice } from './store';

/**
 * Opens the question of a hidden element. A number that is only hidden until its sign is guessed has no question: there
 * the explanation asks for the sign.
 */
export function askFor(moment: Moment, ref: ElementRef): void {
  const origin = moment.hidden?.origin(ref.node, ref.element) ?? ref;
  const id = idOf(moment, origin);
  const isCell = usePractice
    .getState()
    .cells.some(({ node, element, state }) => state === 'hidden' && node === id.node && element === id.element);
  turnTo(moment, origin);
  useSession.setState({ tool: isCell ? 'practice' : 'explain' });
  if (isCell) ask(id);
}

/** Moves to where an element has been computed, if it has not been yet, and lights it up. */
export function turnTo({ timeline, position }: Moment, ref: ElementRef): void {
  const at = timeline.stepOf(ref.node, ref.element);
  if (at > position) goTo(at, timeline.length);
  select(ref);
}

/** The next hidden cell after the current one, in order; null when all are done. */
export function askNext(moment: Moment): void {
  const { cells, current } = usePractice.getState();
  const at = cells.findIndex((cell) => cell.node === current?.node && cell.element === current?.element);
  const later = [...cells.slice(at + 1), ...cells.slice(0, Math.max(0, at))];
  const next = later.find((cell) => cell.state === 'hidden' && refOf(moment, cell) !== null);
  ask(next === undefined ? null : { node: next.node, element: next.element });
  const ref = next === undefined ? null : refOf(moment, next);
  if (ref !== null) turnTo(moment, ref);
}
