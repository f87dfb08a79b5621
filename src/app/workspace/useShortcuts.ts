/**
 * Keys that work anywhere in a workspace: space plays and pauses, Ctrl+Z and Ctrl+Shift+Z walk the history. A key that a
 * control would use itself belongs to the control, and space and arrows to the step view where that is shown.
 */
import { useEffect } from 'react';
import { documentStore, runActions, useRun } from '@/state';
import type { PanelId } from '../routes';
import { isUndoKey } from '../undoKey';

const CONTROLS = 'a, button, input, select, textarea, summary, [contenteditable], [tabindex]:not([tabindex="-1"])';

const within = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null;

export function useShortcuts(panel: PanelId): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      if (isUndoKey(event)) {
        event.preventDefault();
        if (event.shiftKey) documentStore.redo();
        else documentStore.undo();
      } else if (event.key === ' ' && !command && panel !== 'step' && !within(event.target, CONTROLS)) {
        event.preventDefault();
        if (useRun.getState().status === 'playing') runActions.pause();
        else runActions.play();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [panel]);
}
