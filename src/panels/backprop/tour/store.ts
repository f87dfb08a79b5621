/** What is known of the tour: whether it was offered before, and whether it is wanted or under way. */
import { create } from 'zustand';
import { readStored, writeStored } from '@/state/storage';

/** The demo the tour is about. */
export const TOUR_WORK = 'xor';
export const TOUR_ADDRESS = `#/work/${TOUR_WORK}/`;
const KEY = 'tour/1';

interface TourState {
  /** Taken or turned down: it is not offered again. */
  offered: boolean;
  /** Asked for; it begins when the view has its numbers. */
  wanted: boolean;
  running: boolean;
  /** What was left to put back when the demo was left in the middle of the tour. */
  owed: (() => Promise<void>) | null;
}

export const useTour = create<TourState>()(() => ({
  offered: readStored(KEY) === 'offered',
  wanted: false,
  running: false,
  owed: null,
}));

/** Remembers that the person has been asked. */
export function settle(): void {
  writeStored(KEY, 'offered');
  useTour.setState({ offered: true });
}

/** Begins the tour as soon as it can, on its own demo. */
export function askForTour(): void {
  settle();
  useTour.setState({ wanted: true });
  const address = `${TOUR_ADDRESS}step`;
  if (!window.location.hash.startsWith(address)) window.location.hash = address;
}
