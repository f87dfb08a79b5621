/**
 * Where the keys lead on the timeline. One step: an arrow, or PageUp and PageDown, which presenters' clickers send. With
 * Shift as far as the layer or the phase goes. Clickers' other keys (a full stop, b: a black screen) do nothing.
 */
import type { Block, Timeline } from '@/core/interpreter/timeline';

const sameStretch = (a: Block, b: Block) => a.phase === b.phase && a.layer === b.layer;

/** The positions at which a layer is done, in one phase after the other; the first is the start. */
export function stops({ blocks, length }: Timeline): number[] {
  const inner = blocks.slice(1).flatMap((block, i) => (sameStretch(blocks[i], block) ? [] : [block.first - 1]));
  return [0, ...inner, length];
}

/** The next stop ahead (1), or the last one before (−1); at the ends the position itself. */
export function stopFrom(timeline: Timeline, position: number, by: 1 | -1): number {
  const all = stops(timeline);
  const found = by > 0 ? all.find((stop) => stop > position) : all.findLast((stop) => stop < position);
  return found ?? position;
}

/** The position a key leads to, or null for keys that lead nowhere. */
export function destination(timeline: Timeline, position: number, key: string, shift: boolean): number | null {
  switch (key) {
    case 'ArrowRight':
      return shift ? stopFrom(timeline, position, 1) : position + 1;
    case 'ArrowLeft':
      return shift ? stopFrom(timeline, position, -1) : position - 1;
    case 'PageDown':
      return position + 1;
    case 'PageUp':
      return position - 1;
    case 'Home':
      return 0;
    case 'End':
      return timeline.length;
    default:
      return null;
  }
}
