/**
 * Runs a moving picture frame by frame, only while it is on screen. A picture ends by itself; pointing at it or focusing
 * its card starts it again. With reduced motion it is run to its end at once and shown still.
 */
import { useReducedMotion } from '@mantine/hooks';
import { type RefObject, useEffect } from 'react';

export interface MovingPicture {
  /** Goes on by `elapsed` milliseconds; false when the end is reached. */
  advance(elapsed: number): boolean;
  /** Starts again, with something new where there is. */
  restart(): void;
  /** Goes to its end at once. */
  finish(): void;
  draw(): void;
}

/** Longest time one frame stands for: after a pause the picture goes on where it was. */
const LONGEST_FRAME_MS = 50;

/** `look`: changes when the picture must be drawn again, because colours have changed. */
export function usePictureLoop(
  element: RefObject<HTMLElement | null>,
  picture: MovingPicture | null,
  look: string,
): void {
  const still = useReducedMotion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` is what asks for another drawing.
  useEffect(() => picture?.draw(), [picture, look]);
  useEffect(() => {
    const host = element.current;
    if (!host || !picture) return;
    const resized = new ResizeObserver(() => picture.draw());
    resized.observe(host);
    if (still) {
      picture.finish();
      picture.draw();
      return () => resized.disconnect();
    }
    let frame = 0;
    let last = 0;
    let visible = false;
    let ended = false;
    const tick = (now: number) => {
      frame = 0;
      const elapsed = last === 0 ? 16 : Math.min(now - last, LONGEST_FRAME_MS);
      last = now;
      ended = !picture.advance(elapsed);
      picture.draw();
      wake();
    };
    const wake = () => {
      if (frame === 0 && visible && !ended && !document.hidden) frame = requestAnimationFrame(tick);
    };
    const again = () => {
      if (!ended) return;
      ended = false;
      last = 0;
      picture.restart();
      wake();
    };
    const observer = new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      wake();
    });
    const card = host.closest('article') ?? host;
    observer.observe(host);
    document.addEventListener('visibilitychange', wake);
    card.addEventListener('pointerenter', again);
    card.addEventListener('focusin', again);
    picture.draw();
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      resized.disconnect();
      document.removeEventListener('visibilitychange', wake);
      card.removeEventListener('pointerenter', again);
      card.removeEventListener('focusin', again);
    };
  }, [element, picture, still]);
}
