/**
 * What is outlined in a layer's maps: the cell in question; in the layers before it the part that it sees, in every map
 * where all channels are summed, in one where each channel goes its own way; and the map that is lit up.
 */
import { receptiveField } from '@/core/graph/receptiveField';
import type { Mark } from '../paint';
import { type Cell, elementOf } from './cell';
import type { MapLayer, MapsModel } from './layers';

/** Operations that keep every channel to itself. */
const APART = new Set(['elementwise', 'maxPool2d', 'avgPool2d', 'resize2d', 'pad']);

/** The one map of `layer` that a cell further on depends on; null when it depends on all. */
function onlyMap({ graph }: MapsModel, of: MapLayer, cell: Cell, layer: MapLayer): number | null {
  let node = graph.nodes[of.output];
  while (node.id !== layer.output) {
    const source = node.inputs.map((id) => graph.nodes[id]).find(({ shape }) => shape.length === 4);
    if (!APART.has(node.op) || !source) return null;
    node = source;
  }
  return cell.map;
}

export function marksFor(
  model: MapsModel,
  layer: MapLayer,
  cell: Cell | null,
  lit: { layer: string; map: number } | null,
): Mark[] {
  const marks: Mark[] = [];
  if (lit?.layer === layer.id) marks.push({ map: lit.map, rows: null, columns: null, weight: 'thin' });
  const of = model.layers.find(({ id }) => id === cell?.layer);
  if (!cell || !of || cell.map >= of.maps || cell.row >= of.height || cell.column >= of.width) return marks;
  if (of === layer) {
    const { row, column, map } = cell;
    marks.push({ map, rows: null, columns: null, weight: 'thin' });
    marks.push({ map, rows: [row, row], columns: [column, column], weight: 'thick' });
  } else if (model.layers.indexOf(layer) < model.layers.indexOf(of)) {
    const field = receptiveField(model.graph, of.output, elementOf(model.graph, of, cell), layer.output);
    marks.push({ map: onlyMap(model, of, cell, layer), ...field, weight: 'thin' });
  }
  return marks;
}
