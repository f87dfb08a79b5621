/**
 * What is pointed at and how maps are painted, for all views of them: the cell in question (pinned or not), the map or
 * filter that is lit up, the choice of scale. Choices are remembered.
 */
import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '@/state/storage';
import type { Cell } from './model/cell';
import { SCALE_CHOICES, type ScaleChoice } from './model/scale';

export interface MapsView {
  /** The cell that is explained: the last one pointed at, or the pinned one. */
  cell: Cell | null;
  /** Pointing elsewhere leaves a pinned cell where it is. */
  pinned: boolean;
  /** A map, or the filter that makes it, under the pointer. */
  lit: { layer: string; map: number } | null;
  scale: ScaleChoice;
  /** The layer of views that show one. */
  layer: string | null;
}

const KEY = 'maps/1';
const kept = z.object({ scale: z.enum(SCALE_CHOICES), layer: z.string().nullable() }).safeParse(readStored(KEY)).data;

export const useMapsView = create<MapsView>()(() => ({
  cell: null,
  pinned: false,
  lit: null,
  scale: kept?.scale ?? 'layer',
  layer: kept?.layer ?? null,
}));

function keep(change: Partial<Pick<MapsView, 'scale' | 'layer'>>): void {
  useMapsView.setState(change);
  const { scale, layer } = useMapsView.getState();
  writeStored(KEY, { scale, layer });
}

export const sameCell = (a: Cell | null, b: Cell | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.layer === b.layer && a.map === b.map && a.row === b.row && a.column === b.column);

export const mapsView = {
  setScale: (scale: ScaleChoice) => keep({ scale }),
  setLayer: (layer: string) => keep({ layer }),

  /** The pointer or the cursor is on a cell. */
  point(cell: Cell): void {
    const { pinned, cell: before } = useMapsView.getState();
    mapsView.light({ layer: cell.layer, map: cell.map });
    if (!pinned && !sameCell(cell, before)) useMapsView.setState({ cell });
  },

  /** Lights up a map, or the filter that makes it; null for none. */
  light(lit: MapsView['lit']): void {
    const before = useMapsView.getState().lit;
    if (lit?.layer !== before?.layer || lit?.map !== before?.map) useMapsView.setState({ lit });
  },

  /** Goes to a cell, pinned or not as before. */
  goTo(cell: Cell): void {
    useMapsView.setState({ cell });
  },

  /** Holds on to a cell; the same once more lets go of it. */
  pin(cell: Cell): void {
    const { pinned, cell: before } = useMapsView.getState();
    useMapsView.setState({ cell, pinned: !(pinned && sameCell(cell, before)) });
  },

  unpin(): void {
    useMapsView.setState({ pinned: false });
  },
};
