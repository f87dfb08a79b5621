/**
 * Connections that do not simply go from one layer to the next, as lines beside the rows: each source has a lane of its
 * own, from its row down to the last row that reads it. Row 0 is the network's input, row i the i-th layer.
 */
import { INPUT, readsOf } from '@/core/network/edits';
import type { NetworkSpec } from '@/core/network/spec';

/** What a row draws of one lane. */
export interface LanePart {
  lane: number;
  /** The line comes from above, goes on below, begins here, or is read here. */
  above: boolean;
  below: boolean;
  begins: boolean;
  reads: boolean;
}

export interface Connections {
  /** How many lanes lie beside one another. */
  lanes: number;
  /** For each row, from the input on. */
  rows: LanePart[][];
  /** For each row, ids of the layers further on that read it over others. */
  readBy: string[][];
}

interface Span {
  from: number;
  targets: number[];
}

function spansOf(spec: NetworkSpec): Span[] {
  const rowOf = new Map<string, number>([[INPUT, 0]]);
  const spans = new Map<number, Span>();
  spec.layers.forEach((layer, i) => {
    for (const id of readsOf(spec, i)) {
      const from = rowOf.get(id);
      // Reading the row right above needs no line; what is not there cannot be drawn.
      if (from === undefined || from === i) continue;
      const span = spans.get(from) ?? { from, targets: [] };
      if (!span.targets.includes(i + 1)) span.targets.push(i + 1);
      spans.set(from, span);
    }
    if (!rowOf.has(layer.id)) rowOf.set(layer.id, i + 1);
  });
  return [...spans.values()];
}

const lastOf = ({ targets }: Span) => targets[targets.length - 1];

export function connectionsOf(spec: NetworkSpec): Connections {
  const spans = spansOf(spec);
  const rows: LanePart[][] = Array.from({ length: spec.layers.length + 1 }, () => []);
  const readBy: string[][] = rows.map(() => []);
  // Short lines lie near the rows, long ones outside; a lane is used again where the line before has ended.
  const lanes: Span[][] = [];
  for (const span of [...spans].sort((a, b) => lastOf(a) - a.from - (lastOf(b) - b.from) || a.from - b.from)) {
    let lane = lanes.findIndex((others) => others.every((o) => lastOf(o) <= span.from || lastOf(span) <= o.from));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane].push(span);
    readBy[span.from] = span.targets.map((row) => spec.layers[row - 1].id);
    for (let row = span.from; row <= lastOf(span); row++) {
      rows[row].push({
        lane,
        above: row > span.from,
        below: row < lastOf(span),
        begins: row === span.from,
        reads: span.targets.includes(row),
      });
    }
  }
  return { lanes: lanes.length, rows, readBy };
}
