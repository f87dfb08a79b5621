/** Opens a kept run in the training view, standing still or training on. */
import { LAST, type ListedRun, runs as library } from '@/state';

export function openRun(run: ListedRun, { slot = LAST, play = false }: { slot?: string; play?: boolean } = {}): void {
  library.open(run.record, { slot, play });
  window.location.hash = `#/work/${encodeURIComponent(run.record.template)}/train`;
}
