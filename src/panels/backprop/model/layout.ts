/**
 * Where neurons, edges and labels of the network go, in pixels. Columns run from left to right; on a narrow screen a
 * small network runs from top to bottom instead. Neurons are circles while they fit, else low boxes.
 */

import type { Fold } from './fold';
import type { Column } from './network';

export interface NeuronBox {
  column: number;
  unit: number;
  /** Centre. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface EdgeLine {
  /** Column the edge leads to; its neuron `to`, from neuron `from` of the column before. */
  column: number;
  from: number;
  to: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** Centre of the label. */
  labelX: number;
  labelY: number;
}

export interface PictureBox {
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  vertical: boolean;
  shape: 'circle' | 'box';
  neurons: NeuronBox[];
  pictures: PictureBox[];
  edges: EdgeLine[];
  /** Edges carry their weights as labels. */
  labels: boolean;
  /** Where a folded column says how many more neurons it has. */
  gaps: { column: number; x: number; y: number; count: number }[];
  /** Centre of the loss, or null. */
  loss: NeuronBox | null;
  /** Anchor of each column's caption: under the last of its neurons. */
  captions: { column: number; x: number; y: number }[];
}

export interface LayoutInput {
  columns: readonly Column[];
  /** For each column; ignored for pictures. */
  folds: readonly Fold[];
  hasLoss: boolean;
  width: number;
  height: number;
}

const CIRCLE_MAX = 43;
const CIRCLE_MIN = 27;
const BOX = { width: 104, height: 26, gap: 7 };
/** Room for the caption below a neuron. */
const CAPTION = 24;
const MAX_LABELS = 16;

/** Lays a network out. Heights grow beyond `height` where the columns need it. */
export function layoutNetwork({ columns, folds, hasLoss, width, height }: LayoutInput): Layout {
  const rows = columns.map((column, i) => (column.picture ? 1 : folds[i].units.length + (folds[i].hidden > 0 ? 1 : 0)));
  const small = columns.every((column, i) => !column.picture && rows[i] <= 4);
  const vertical = small && width < 560;
  const lanes = columns.length + (hasLoss ? 1 : 0);
  const most = Math.max(...rows);

  const along = vertical ? lanes * 128 : width;
  const needed = small ? most * (2 * CIRCLE_MIN + CAPTION + 12) : most * (BOX.height + BOX.gap) + 2 * CAPTION;
  const across = vertical ? width : Math.max(height, needed);
  const pitch = along / lanes;
  const spacing = across / Math.max(most, 1);
  const shape = small ? 'circle' : 'box';
  const radius = Math.max(CIRCLE_MIN, Math.min(CIRCLE_MAX, (spacing - CAPTION) / 2 - 4, pitch * 0.3));
  const boxWidth = Math.min(BOX.width, pitch * 0.7);
  const size = small ? { width: 2 * radius, height: 2 * radius } : { width: boxWidth, height: BOX.height };

  const at = (lane: number, offset: number) => {
    const main = (lane + 0.5) * pitch;
    const side = across / 2 + offset;
    return vertical ? { x: side, y: main } : { x: main, y: side };
  };

  const neurons: NeuronBox[] = [];
  const pictures: PictureBox[] = [];
  const gaps: Layout['gaps'] = [];
  const captions: Layout['captions'] = [];
  columns.forEach((column, lane) => {
    if (column.picture) {
      const side = Math.min(pitch * 0.86, across - 2 * CAPTION, 220);
      const { x, y } = at(lane, 0);
      const ratio = column.picture.rows / column.picture.columns;
      const box = { width: side / Math.max(1, ratio), height: side * Math.min(1, ratio) };
      pictures.push({ column: lane, x, y, ...box });
      captions.push({ column: lane, x, y: y + box.height / 2 + 15 });
      return;
    }
    const step = small
      ? Math.min(spacing, vertical ? 176 : 190)
      : Math.min(BOX.height + BOX.gap + 6, (across - CAPTION) / rows[lane]);
    const first = -((rows[lane] - 1) * step) / 2;
    folds[lane].units.forEach((unit, row) => {
      neurons.push({ column: lane, unit, ...at(lane, first + row * step), ...size });
    });
    const end = at(lane, first + (rows[lane] - 1) * step);
    if (folds[lane].hidden > 0) gaps.push({ column: lane, ...end, count: folds[lane].hidden });
    captions.push({ column: lane, x: end.x, y: end.y + size.height / 2 + 15 });
  });

  const edges = columns.flatMap((_, lane) => (lane === 0 ? [] : edgesInto(lane, neurons, vertical)));
  const perColumn = columns.map((_, lane) => edges.filter((edge) => edge.column === lane).length);
  const lossSize = small ? { width: Math.min(96, pitch * 0.78), height: 62 } : { width: boxWidth, height: 62 };
  return {
    width: vertical ? width : along,
    height: vertical ? along : across,
    vertical,
    shape,
    neurons,
    pictures,
    edges,
    labels: small && perColumn.every((count) => count <= MAX_LABELS),
    gaps,
    loss: hasLoss ? { column: -1, unit: 0, ...at(columns.length, 0), ...lossSize } : null,
    captions,
  };
}

/** The edges between the shown neurons of two neighbouring columns; one to one is for the caller to tell apart. */
function edgesInto(column: number, neurons: readonly NeuronBox[], vertical: boolean): EdgeLine[] {
  const sources = neurons.filter((n) => n.column === column - 1);
  const targets = neurons.filter((n) => n.column === column);
  const drift = (a: NeuronBox, b: NeuronBox) => Math.abs(vertical ? a.x - b.x : a.y - b.y);
  const drifts = sources.flatMap((a) => targets.map((b) => drift(a, b)));
  const least = Math.min(...drifts);
  const most = Math.max(...drifts);
  return targets.flatMap((to) =>
    sources.map((from): EdgeLine => {
      const x1 = vertical ? from.x : from.x + from.width / 2;
      const x2 = vertical ? to.x : to.x - to.width / 2;
      const y1 = vertical ? from.y + from.height / 2 : from.y;
      const y2 = vertical ? to.y - to.height / 2 : to.y;
      // Steep edges carry their label near their source, so that crossing edges do not cover one another's.
      const t = most > least ? 0.5 - 0.26 * ((drift(from, to) - least) / (most - least)) : 0.5;
      return {
        column,
        from: from.unit,
        to: to.unit,
        x1,
        y1,
        x2,
        y2,
        labelX: x1 + t * (x2 - x1),
        labelY: y1 + t * (y2 - y1),
      };
    }),
  );
}
