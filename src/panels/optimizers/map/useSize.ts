/** The size of an element in CSS pixels, and how many device pixels each of them has. */
import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './view';

export interface Measured extends Size {
  ratio: number;
}

/** More device pixels than this cost time and are not seen. */
const MOST_RATIO = 2;

const ratioNow = () => Math.min(MOST_RATIO, Math.max(1, window.devicePixelRatio || 1));

/** @param there whether the element is on the page. */
export function useSize(element: RefObject<HTMLElement | null>, there = true): Measured {
  const [size, setSize] = useState<Measured>({ width: 0, height: 0, ratio: 1 });
  useEffect(() => {
    const watched = element.current;
    if (!there || !watched) return;
    const measure = () => {
      const next = { width: watched.clientWidth, height: watched.clientHeight, ratio: ratioNow() };
      setSize((before) =>
        before.width === next.width && before.height === next.height && before.ratio === next.ratio ? before : next,
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    measure();
    return () => observer.disconnect();
  }, [element, there]);
  return size;
}
