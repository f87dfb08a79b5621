/**
 * Where neurons, feature maps, edges and labels of the network go, in pixels. Columns run from left to right; on a
 * narrow screen a small network runs from top to bottom instead. Neurons are circles while they fit, else low boxes.
 */

import type { Fold } from './fold';
import { type LabelSize, spreadLabels } from './labels';
import { layoutMaps, MORE_HEIGHT, mapLaneHeight, mapLaneWidths } from './mapLanes';
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
  labelSize: LabelSize;
}

/** A way from a column to one that is not its neighbour, drawn above what lies between. */
export interface LinkLine {
  from: number;
  to: number;
  /** Height of its way along. */
  y: number;
  /** SVG path. */
  path: string;
}

export interface PictureBox {
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Columns of feature maps, and where their tiles and the button for the others are. */
export interface MapLane {
  column: number;
  /** Centre of the lane, and its width. */
  x: number;
  width: number;
  top: number;
  bottom: number;
  tiles: NeuronBox[];
  /** Centre of the button. */
  more: { x: number; y: number; count: number } | null;
}

export interface Layout {
  width: number;
  height: number;
  /** The least height in which nothing overlaps. */
  needed: number;
  vertical: boolean;
  shape: 'circle' | 'box';
  neurons: NeuronBox[];
  pictures: PictureBox[];
  lanes: MapLane[];
  edges: EdgeLine[];
  links: LinkLine[];
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
  /** Pictures of each feature map: its values, its gradients, or both. */
  mapPictures?: 1 | 2;
  /** The column of maps that is shown unfolded, if any. */
  unfolded?: number | null;
  /** Room between two columns from which edges carry labels; a screen with little else on it shows them in less. */
  labelRoom?: number;
  /** Pixels above the columns of a small network for what stands there. */
  heading?: number;
}

const CIRCLE_MAX = 43;
const CIRCLE_MIN = 27;
const BOX = { width: 164, narrow: 76, height: 24, tall: 33, gap: 3, spread: 13 };
const PICTURE = 200;
const LOSS = { width: 96, narrow: 58, height: 62 };
/** Room for the caption below a neuron. */
const CAPTION = 26;
/** Room for a caption that tells an old bias and the new one. */
const CAPTIONED = { width: 120, height: 24 };
/** The same for narrow boxes, whose captions wrap. */
const CAPTION_WRAPPED = 58;
/** Least room between two columns, for their edges. */
const BETWEEN = 44;
/** The same where feature maps stand between them, which have no edges. */
const BETWEEN_MAPS = 18;
/** On a phone they move this close. */
const CLOSE = 12;
/** Length of a lane where columns run from top to bottom: a neuron, its caption, and two rows of labels of two lines. */
const LANE = 198;
const MAX_LABELS = 16;
/** Labels on edges need so much room between two columns. */
const LABEL_ROOM = 90;
/** Links keep this far above columns, above one another and from the edge. */
const LINK = { first: 14, step: 11, edge: 4, corner: 8 };

/** Widths of the columns and of the loss, along the direction of the network. */
function laneWidths({ columns, hasLoss, width, mapPictures = 1, unfolded = null }: LayoutInput): number[] {
  const lanes = columns.map((column, i) => {
    if (column.maps) return mapLaneWidths(column.maps, i === unfolded, mapPictures);
    return { wide: column.picture ? PICTURE : BOX.width, narrow: BOX.narrow };
  });
  if (hasLoss) lanes.push({ wide: LOSS.width, narrow: LOSS.narrow });
  const free = width - lanes.length * (columns.some((column) => column.maps) ? BETWEEN_MAPS : BETWEEN);
  const total = lanes.reduce((sum, { wide }) => sum + wide, 0);
  const least = lanes.reduce((sum, { narrow }) => sum + narrow, 0);
  const share = total <= free ? 1 : Math.max(0, Math.min(1, (free - least) / (total - least)));
  return lanes.map(({ narrow, wide }) => narrow + (wide - narrow) * share);
}

/** Lays a network out. Heights grow beyond `height` where the columns need it: see `needed`. */
export function layoutNetwork(input: LayoutInput): Layout {
  const small = isSmall(input);
  const heading = small ? (input.heading ?? 0) : 0;
  const layout = layoutBelow(input, heading);
  // Links go above the columns that they pass: only where those reach up to the edge they need room of their own.
  const missing = LINK.edge - Math.min(LINK.edge, ...layout.links.map(({ y }) => y));
  return missing > 0 && !layout.vertical ? layoutBelow(input, heading + missing) : layout;
}

const isImage = (column: Column) => column.picture !== null || column.maps !== null;

/** Rows of each column: its neurons that are shown, and the line that counts the others. */
const rowsOf = ({ columns, folds }: LayoutInput) =>
  columns.map((column, i) => (isImage(column) ? 1 : folds[i].units.length + (folds[i].hidden > 0 ? 1 : 0)));

/** Whether all neurons have room as circles. */
function isSmall(input: LayoutInput): boolean {
  const rows = rowsOf(input);
  return input.columns.every((column, i) => !isImage(column) && rows[i] <= 4);
}

/** The same with `head` pixels left free above. */
function layoutBelow(input: LayoutInput, head: number): Layout {
  const { columns, folds, hasLoss, width, height, mapPictures = 1, unfolded = null, labelRoom = LABEL_ROOM } = input;
  const rows = rowsOf(input);
  const small = isSmall(input);
  const vertical = small && width < 560;
  const laneCount = columns.length + (hasLoss ? 1 : 0);
  const most = Math.max(...rows);

  const widths = small ? [] : laneWidths(input);
  const taken = widths.reduce((a, b) => a + b, 0);
  const along = vertical ? laneCount * LANE : Math.max(width, taken + laneCount * CLOSE);
  const tall = !small && Math.min(...columns.flatMap((column, i) => (isImage(column) ? [] : [widths[i]]))) < 132;
  const spans = linkSpans(columns);
  const boxHeight = tall ? BOX.tall : BOX.height;
  const caption = tall ? CAPTION_WRAPPED : CAPTION;
  const least = vertical
    ? along
    : small
      ? most * (2 * CIRCLE_MIN + caption + 12)
      : Math.max(
          most * (boxHeight + BOX.gap) + caption,
          ...columns.map((c, i) => (c.picture ? widths[i] + 2 * caption : 0)),
          ...columns.map((c, i) =>
            c.maps ? mapLaneHeight(folds[i].units.length, folds[i].hidden, i === unfolded, mapPictures) + caption : 0,
          ),
        );
  const needed = vertical ? least : least + head;
  // Links run beside the network where it goes from top to bottom.
  const across = vertical ? width : Math.max(height - head, least);
  const pitch = along / laneCount;
  const spacing = across / Math.max(most, 1);
  const radius = Math.max(CIRCLE_MIN, Math.min(CIRCLE_MAX, (spacing - caption) / 2 - 4, pitch * 0.3));
  const between = (along - taken) / laneCount;
  const center = (lane: number) =>
    small
      ? (lane + 0.5) * pitch
      : widths.slice(0, lane).reduce((a, w) => a + w + between, between / 2) + widths[lane] / 2;
  const sizeOf = (lane: number) =>
    small ? { width: 2 * radius, height: 2 * radius } : { width: widths[lane], height: boxHeight };
  // Captions hang below: what stands above them is centred a little higher.
  const at = (lane: number, offset: number) =>
    vertical
      ? { x: across / 2 + offset, y: center(lane) - caption / 2 }
      : { x: center(lane), y: head + (across - caption) / 2 + offset };

  const neurons: NeuronBox[] = [];
  const pictures: PictureBox[] = [];
  const lanes: MapLane[] = [];
  const gaps: Layout['gaps'] = [];
  const captions: Layout['captions'] = [];
  columns.forEach((column, lane) => {
    const size = sizeOf(lane);
    if (column.picture) {
      const { x, y } = at(lane, 0);
      const ratio = column.picture.rows / column.picture.columns;
      const box = { width: size.width / Math.max(1, ratio), height: size.width * Math.min(1, ratio) };
      pictures.push({ column: lane, x, y, ...box });
      captions.push({ column: lane, x, y: y + box.height / 2 + 15 });
      return;
    }
    if (column.maps) {
      const { x, y } = at(lane, 0);
      const fold = folds[lane];
      const room = { width: size.width, height: across - caption };
      const maps = layoutMaps({ column, fold, unfolded: lane === unfolded, pictures: mapPictures, ...room });
      const button = fold.hidden > 0 || lane === unfolded;
      const [left, top] = [x - maps.width / 2, y - (maps.height + (button ? MORE_HEIGHT : 0)) / 2];
      const bottom = top + maps.height + (button ? MORE_HEIGHT : 0);
      lanes.push({
        column: lane,
        x,
        width: maps.width,
        top,
        bottom: top + maps.height,
        tiles: maps.tiles.map((tile, i) => ({
          column: lane,
          unit: fold.units[i],
          x: left + tile.x,
          y: top + tile.y,
          ...maps.tile,
        })),
        more: button ? { x, y: bottom - MORE_HEIGHT / 2 + 3, count: fold.hidden } : null,
      });
      captions.push({ column: lane, x, y: bottom + 13 });
      return;
    }
    const step = small
      ? Math.min(spacing, vertical ? 176 : 190)
      : Math.min(boxHeight + BOX.spread, (across - caption) / rows[lane]);
    const first = -((rows[lane] - 1) * step) / 2;
    folds[lane].units.forEach((unit, row) => {
      neurons.push({ column: lane, unit, ...at(lane, first + row * step), ...size });
    });
    const end = at(lane, first + (rows[lane] - 1) * step);
    if (folds[lane].hidden > 0) gaps.push({ column: lane, ...end, count: folds[lane].hidden });
    captions.push({ column: lane, x: end.x, y: end.y + size.height / 2 + 13 });
  });

  const edges = columns.flatMap(({ inputs }, lane) =>
    inputs.includes(lane - 1) ? edgesInto(lane, neurons, vertical) : [],
  );
  const perColumn = columns.map((_, lane) => edges.filter((edge) => edge.column === lane));
  const fewLabels = small && perColumn.every((own) => own.length <= MAX_LABELS);
  // What stands beside the neurons that edges come from and go to.
  const beside = (lane: number) => {
    const own = neurons.filter(({ column }) => column === lane);
    if (vertical) return own.length > 0 ? [{ ...choiceBeside(own), ...CHOICE }] : [];
    const before = neurons.filter(({ column }) => column === lane - 1);
    return [...own, ...before].map(({ x, y, height }) => ({ x, y: y + height / 2 + 15, ...CAPTIONED }));
  };
  const extent = (lane: number) => extentOf(lane, neurons, pictures, lanes);
  const lossWidth = small ? Math.min(LOSS.width, pitch * 0.78) : widths[columns.length];
  return {
    width: vertical ? width : along,
    height: vertical ? along : across + head,
    needed,
    vertical,
    shape: small ? 'circle' : 'box',
    neurons,
    pictures,
    lanes,
    edges: fewLabels ? perColumn.flatMap((own, lane) => spreadLabels(own, vertical, CAPTION, beside(lane))) : edges,
    links: spans.map((span) => linkLine(span, extent, vertical, small ? (input.heading ?? 0) : 0)),
    labels: fewLabels && (vertical || pitch - 2 * radius >= labelRoom),
    gaps,
    loss: hasLoss ? { column: -1, unit: 0, ...at(columns.length, 0), width: lossWidth, height: LOSS.height } : null,
    captions,
  };
}

/** Room for the choice of an activation beside or between neurons. */
const CHOICE = { width: 80, height: 28 };

/**
 * The middle of the choice of an activation, for a row of neurons: between the two in the middle, else at its left, else
 * above its left end.
 */
export function choiceBeside(row: readonly NeuronBox[]): { x: number; y: number } {
  const [{ y, x: first, width, height }] = row;
  const [a, b] = [row[row.length / 2 - 1], row[row.length / 2]];
  if (a !== undefined && b !== undefined && b.x - a.x - width >= CHOICE.width) return { x: (a.x + b.x) / 2, y };
  const left = first - width / 2;
  if (left >= CHOICE.width + 8) return { x: left - CHOICE.width / 2 - 4, y };
  return { x: CHOICE.width / 2, y: y - height / 2 - 14 };
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
      // Steep edges carry their label away from the middle, so that crossing edges do not cover one another's: near
      // their source, or near their target where captions hang below the source.
      const steep = most > least ? (drift(from, to) - least) / (most - least) : 0;
      const t = vertical ? 0.52 + 0.22 * steep : 0.5 - 0.2 * steep;
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
        labelSize: 'full',
      };
    }),
  );
}

interface Span {
  from: number;
  to: number;
  /** How many links lie below it. */
  level: number;
}

/** The ways past neighbours, short ones below long ones. */
function linkSpans(columns: readonly Column[]): Span[] {
  const spans = columns
    .flatMap(({ inputs }, to) => inputs.filter((from) => from !== to - 1).map((from) => ({ from, to, level: 0 })))
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  for (const [i, span] of spans.entries()) {
    const under = spans.slice(0, i).filter((other) => other.from < span.to && span.from < other.to);
    span.level = under.reduce((level, other) => Math.max(level, other.level + 1), 0);
  }
  return spans;
}

/** Where a column is: its middle along the network, and its first edge across it. */
function extentOf(
  lane: number,
  neurons: readonly NeuronBox[],
  pictures: readonly PictureBox[],
  lanes: readonly MapLane[],
): { x: number; y: number; left: number; top: number } {
  const own = lanes.find(({ column }) => column === lane);
  if (own) return { x: own.x, y: (own.top + own.bottom) / 2, left: own.x - own.width / 2, top: own.top };
  const boxes = [...neurons, ...pictures].filter(({ column }) => column === lane);
  const [first] = boxes;
  return {
    x: first?.x ?? 0,
    y: first?.y ?? 0,
    left: Math.min(...boxes.map((b) => b.x - b.width / 2)),
    top: Math.min(...boxes.map((b) => b.y - b.height / 2)),
  };
}

function linkLine(
  { from, to, level }: Span,
  extent: (lane: number) => ReturnType<typeof extentOf>,
  vertical: boolean,
  /** What stands above the columns that are passed. */
  heading: number,
): LinkLine {
  const passed = Array.from({ length: to - from + 1 }, (_, i) => extent(from + i));
  const [a, b] = [passed[0], passed[passed.length - 1]];
  const { corner, edge } = LINK;
  const beside = LINK.first + level * LINK.step;
  if (vertical) {
    const x = Math.max(edge, Math.min(...passed.map(({ left }) => left)) - beside);
    const turn = `V${b.y - corner}Q${x} ${b.y} ${x + corner} ${b.y}`;
    const path = `M${a.left} ${a.y}H${x + corner}Q${x} ${a.y} ${x} ${a.y + corner}${turn}H${b.left - 3}`;
    return { from, to, y: a.y, path };
  }
  const y = Math.min(...passed.map(({ top }) => top)) - heading - beside;
  const turn = `H${b.x - corner}Q${b.x} ${y} ${b.x} ${y + corner}`;
  const path = `M${a.x} ${a.top - 2}V${y + corner}Q${a.x} ${y} ${a.x + corner} ${y}${turn}V${b.top - 4}`;
  return { from, to, y, path };
}
