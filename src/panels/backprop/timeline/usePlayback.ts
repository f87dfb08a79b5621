/** Moving along the timeline by the clock and by keys. */
import { useEffect } from 'react';
import { goTo, useSession } from '../session';

const set = useSession.setState;

/** While playing, one step after another at the chosen pace; stops at the end. */
export function usePlayback(length: number): void {
  const playing = useSession((s) => s.playing);
  const pace = useSession((s) => s.pace);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => goTo(useSession.getState().position + 1, length), 1000 / pace);
    return () => clearInterval(timer);
  }, [playing, pace, length]);
}

/** Controls that use these keys themselves. */
const OWN_KEYS = 'input, select, textarea, [contenteditable], [role=slider], [role=application], [role=radiogroup]';
const OWN_SPACE = `${OWN_KEYS}, button, a, summary, [role=button]`;

/** ← and → step, Home and End jump, space plays; anywhere in the view, unless a control has its own use for the key. */
export function useKeys(length: number): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element))
        return;
      if (target.closest(key === ' ' ? OWN_SPACE : OWN_KEYS)) return;
      const { position, playing } = useSession.getState();
      const targets: Record<string, number> = {
        ArrowLeft: position - 1,
        ArrowRight: position + 1,
        Home: 0,
        End: length,
      };
      if (key === ' ') {
        if (!playing && position >= length) goTo(0, length);
        set({ playing: !playing, selection: null });
      } else if (key === 'Escape') {
        set({ selection: null });
        return;
      } else if (key in targets) {
        set({ playing: false });
        goTo(targets[key], length);
      } else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [length]);
}
