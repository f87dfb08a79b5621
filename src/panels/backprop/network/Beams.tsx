/** Lines from what a cell sees, or from where its gradient comes, to the cell. */
import mapsCss from '../maps/maps.module.css';
import type { Layout, NeuronBox } from '../model/layout';
import { PAIR_GAP } from '../model/mapLanes';
import { mapShapeOf } from '../model/maps';
import { gradientSource, neuronOf } from '../model/network';
import type { WindowMark } from '../model/windows';
import { useSession } from '../session';
import { useStepper } from '../stepper';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function Beams({ layout }: { layout: Layout }) {
  const { model, graph, marks, focus } = useStepper();
  const show = useSession((s) => s.show);
  const place = marks.focus;
  const unit = neuronOf(place);
  const phase = focus && graph.nodes[focus.node].phase;
  const backward = phase === 'backward';
  if (place?.kind !== 'cell' || unit === null || phase === 'update') return null;

  /** Where one of the pictures of a tile is: the last of them where gradients are meant. */
  const pictureOf = (box: NeuronBox): Area => {
    const column = model.columns[box.column];
    const both = show === 'both' && graph.gradients.has(gradientSource(model, column));
    const width = both ? (box.width - PAIR_GAP) / 2 : box.width;
    const left = box.x - box.width / 2 + (both && backward ? width + PAIR_GAP : 0);
    return { x: left, y: box.y - box.height / 2, width, height: box.height };
  };
  const tiles = layout.lanes.flatMap((lane) => lane.tiles);
  const target = tiles.find((tile) => tile.column === place.column && tile.unit === place.unit);
  const shape = mapShapeOf(model.columns[place.column]);
  if (target === undefined || shape === null) return null;
  const own = pictureOf(target);
  const to = {
    x: own.x + ((place.at + 0.5) / shape.columns) * own.width,
    y: own.y + ((place.row + 0.5) / shape.rows) * own.height,
  };
  const sources = (mark: WindowMark): Area[] => {
    const picture = layout.pictures.find((box) => box.column === mark.column);
    if (picture) {
      const { x, y, width, height } = picture;
      return [{ x: x - width / 2, y: y - height / 2, width, height }];
    }
    return tiles
      .filter((tile) => tile.column === mark.column && (mark.channel === null || tile.unit === mark.channel))
      .map(pictureOf);
  };
  const lines = marks.windows
    .filter((mark) => mark.direct && Math.abs(mark.column - place.column) === 1)
    .flatMap((mark) => {
      const of = mapShapeOf(model.columns[mark.column]);
      if (of === null) return [];
      const side = mark.column < place.column ? mark.field.columns[1] + 1 : mark.field.columns[0];
      return sources(mark).flatMap((area) =>
        [mark.field.rows[0], mark.field.rows[1] + 1].map((row) => ({
          x1: area.x + (side / of.columns) * area.width,
          y1: area.y + (row / of.rows) * area.height,
        })),
      );
    });
  return (
    <svg className={mapsCss.beams} width={layout.width} height={layout.height} aria-hidden="true">
      {lines.map(({ x1, y1 }, i) => (
        <line
          key={i}
          x1={x1}
          y1={y1}
          x2={to.x}
          y2={to.y}
          className={mapsCss.beam}
          data-phase={backward ? 'backward' : 'forward'}
        />
      ))}
    </svg>
  );
}
