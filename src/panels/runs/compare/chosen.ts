/** A run that is chosen, with the letter, colour and dash it is known by. */
import type { ListedRun } from '@/state';
import type { Mark } from '../selection';

export interface Chosen {
  mark: Mark;
  run: ListedRun;
}
