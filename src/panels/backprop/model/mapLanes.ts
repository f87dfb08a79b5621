/**
 * Feature maps in the picture of the network: a few of a layer's maps below one another, or, where a layer is unfolded,
 * a page of them side by side. In pixels, from the top left of the lane.
 */
import type { Fold } from './fold';
import type { Column } from './network';

export interface MapTiles {
  width: number;
  height: number;
  /** Centres of the tiles in the order of the fold's units. */
  tiles: { x: number; y: number }[];
  tile: { width: number; height: number };
}

/** Longer edge of one picture of a tile. */
const EDGE = { min: 40, max: 66 };
/** Maps of so few cells a side are drawn with their numbers, which want so much room each. */
const NUMBERED = { cells: 5, edge: 46 };
/** Maps of a single row or column are drawn this thick at least. */
const THIN = 14;
/** Between the value and the gradient of a tile. */
export const PAIR_GAP = 3;
const GAP = 7;
/** Room for the button below the tiles that shows the others. */
export const MORE_HEIGHT = 28;

/** Maps shown of a folded layer. */
export const FOLDED_MAPS = 4;
/** Maps of an unfolded layer that are shown at a time. */
export const MAPS_PAGE = 32;

type Maps = Column['maps'];

/** Longest edge of a picture of a layer's maps. */
function longest(maps: Maps): number {
  const cells = maps ? Math.max(maps.rows, maps.columns) : Number.POSITIVE_INFINITY;
  return cells <= NUMBERED.cells ? Math.max(EDGE.max, cells * NUMBERED.edge) : EDGE.max;
}

const acrossOf = (unfolded: boolean, pictures: number) => (unfolded ? (pictures > 1 ? 4 : 6) : 1);

/** Captions need so much room, whatever stands above them. */
const LEAST_LANE = 76;

/** Width of a lane whose pictures have edges of `edge` pixels. */
function widthFor(edge: number, pictures: number, across: number): number {
  return Math.max(LEAST_LANE, across * (pictures * edge + (pictures - 1) * PAIR_GAP) + (across - 1) * GAP);
}

/** The least and the most room a lane of maps takes. */
export function mapLaneWidths(maps: Maps, unfolded: boolean, pictures: 1 | 2): { narrow: number; wide: number } {
  const across = acrossOf(unfolded, pictures);
  return {
    narrow: widthFor(EDGE.min, pictures, across),
    wide: widthFor(unfolded ? EDGE.min : longest(maps), pictures, across),
  };
}

/** Height that the shown maps of a layer need at least, with the button below them. */
export function mapLaneHeight(units: number, hidden: number, unfolded: boolean, pictures: 1 | 2): number {
  const rows = Math.ceil(units / acrossOf(unfolded, pictures));
  return rows * (EDGE.min + GAP) + (hidden > 0 || unfolded ? MORE_HEIGHT : 0);
}

export interface MapLaneInput {
  column: Column;
  fold: Fold;
  unfolded: boolean;
  /** Pictures of a tile: value, gradient, or both. */
  pictures: 1 | 2;
  width: number;
  height: number;
}

/** Lays the tiles of one lane out; they are as large as its width and height allow. */
export function layoutMaps({ column, fold, unfolded, pictures, width, height }: MapLaneInput): MapTiles {
  const { rows: cells, columns } = column.maps ?? { rows: 1, columns: 1 };
  const across = acrossOf(unfolded, pictures);
  const rows = Math.max(1, Math.ceil(fold.units.length / across));
  const fromWidth = (width - (across - 1) * GAP) / across;
  const fromHeight = (height - (fold.hidden > 0 || unfolded ? MORE_HEIGHT : 0)) / rows - GAP;
  const edge = Math.max(
    EDGE.min,
    Math.min(longest(column.maps), (fromWidth - (pictures - 1) * PAIR_GAP) / pictures, fromHeight),
  );
  const ratio = cells / columns;
  const picture = {
    width: Math.max(THIN, edge / Math.max(1, ratio)),
    height: Math.max(THIN, edge * Math.min(1, ratio)),
  };
  const tile = { width: pictures * picture.width + (pictures - 1) * PAIR_GAP, height: picture.height };
  const [stepX, stepY] = [tile.width + GAP, tile.height + GAP];
  const tiles = fold.units.map((_, i) => ({
    x: (i % across) * stepX + tile.width / 2,
    y: Math.floor(i / across) * stepY + tile.height / 2,
  }));
  return { width: across * stepX - GAP, height: rows * stepY - GAP, tiles, tile };
}
