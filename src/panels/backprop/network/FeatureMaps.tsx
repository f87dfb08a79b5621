/**
 * The feature maps of image layers: a few of each layer's as small pictures of their values and gradients, the others
 * behind a button. A cell is chosen by pointer or, with the arrow keys, without one.
 */
import { memo, type ReactNode } from 'react';
import type { Phase } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { VisuallyHidden } from '@/ui';
import { CellNumbers, hasRoom } from '../maps/CellNumbers';
import { CellFrame, WindowFrame } from '../maps/Frames';
import { MapCanvas } from '../maps/MapCanvas';
import mapsCss from '../maps/maps.module.css';
import { useCells } from '../maps/useCells';
import { placeName } from '../model/describe';
import { short } from '../model/format';
import type { Layout, MapLane, NeuronBox } from '../model/layout';
import { MAPS_PAGE, PAIR_GAP } from '../model/mapLanes';
import { cellElement, knownChannel, type MapShape, mapShapeOf, reachOf } from '../model/maps';
import { gradientOf, isKnown, type Moment, progressOf, valueAt } from '../model/moment';
import { gradientSource, locate } from '../model/network';
import { plain } from '../model/symbols';
import type { WindowMark } from '../model/windows';
import { hover, select, useSession } from '../session';
import { useScene, useStepper } from '../stepper';
import { say, useWords } from '../words';
import { type Mark, markOfMap } from './marks';
import { sameButMoment } from './same';

/** Which layer is shown unfolded, and from which map on. */
export interface Unfolded {
  column: number;
  first: number;
}

export function FeatureMaps({
  layout,
  unfolded,
  onUnfold,
}: {
  layout: Layout;
  unfolded: Unfolded | null;
  onUnfold(next: Unfolded | null): void;
}) {
  return layout.lanes.map((lane) => (
    <div key={lane.column}>
      {lane.tiles.map((tile) => (
        <MapTile key={tile.unit} box={tile} />
      ))}
      <LaneButtons lane={lane} unfolded={unfolded?.column === lane.column ? unfolded : null} onUnfold={onUnfold} />
    </div>
  ));
}

/** The button that unfolds a layer; unfolded, the pages of its maps. */
const LaneButtons = memo(function LaneButtons({
  lane: { column, more },
  unfolded,
  onUnfold,
}: {
  lane: MapLane;
  unfolded: Unfolded | null;
  onUnfold(next: Unfolded | null): void;
}) {
  const words = useWords();
  const { model } = useScene();
  const { units, layer } = model.columns[column];
  if (more === null) return null;
  const place = { left: more.x, top: more.y };
  if (unfolded === null) {
    return (
      <button type="button" className={mapsCss.more} style={place} onClick={() => onUnfold({ column, first: 0 })}>
        <span aria-hidden="true">+{more.count}</span>
        <VisuallyHidden>{words('maps.unfold', { layer: layer ?? words('place.inputs'), count: units })}</VisuallyHidden>
      </button>
    );
  }
  const last = Math.min(units, unfolded.first + MAPS_PAGE);
  return (
    <div className={mapsCss.pages} style={place}>
      {units > MAPS_PAGE && (
        <>
          <button
            type="button"
            className={mapsCss.page}
            disabled={unfolded.first === 0}
            onClick={() => onUnfold({ column, first: Math.max(0, unfolded.first - MAPS_PAGE) })}
          >
            <span aria-hidden="true">‹</span>
            <VisuallyHidden>{words('table.previous')}</VisuallyHidden>
          </button>
          <span>{words('table.range', { first: unfolded.first + 1, last, count: units })}</span>
          <button
            type="button"
            className={mapsCss.page}
            disabled={last >= units}
            onClick={() => onUnfold({ column, first: unfolded.first + MAPS_PAGE })}
          >
            <span aria-hidden="true">›</span>
            <VisuallyHidden>{words('table.next')}</VisuallyHidden>
          </button>
        </>
      )}
      <button type="button" className={mapsCss.page} onClick={() => onUnfold(null)}>
        {words('maps.fold')}
      </button>
    </div>
  );
});

/** One feature map: its values, its gradients, or both side by side. */
function MapTile({ box }: { box: NeuronBox }) {
  const { model, graph, moment, marks, step, focus } = useStepper();
  const selected = useSession((s) => s.selection !== null);
  const column = model.columns[box.column];
  const shape = mapShapeOf(column) as MapShape;
  const mark = markOfMap(marks, box);
  const focusPlace = mark === 'focus' && marks.focus?.kind === 'cell' ? marks.focus : null;
  const window = marks.windows.find((w) => w.column === box.column && (w.channel === null || w.channel === box.unit));
  const gradient = graph.gradients.get(gradientSource(model, column));
  // A step is about values or about gradients; what is selected is about both.
  const phase = selected || focus === null || focusPlace === null ? null : graph.nodes[focus.node].phase;
  return (
    <Tile
      box={box}
      moment={moment}
      hidden={moment.hidden}
      values={progressOf(moment, column.value)}
      gradients={gradient === undefined ? null : progressOf(moment, gradient)}
      mark={mark}
      phase={mark === 'focus' ? (step?.phase ?? 'forward') : undefined}
      focused={focusPlace === null ? null : focusPlace.row * shape.columns + focusPlace.at}
      about={phase === null ? null : phase === 'forward' ? 'value' : 'gradient'}
      window={window ?? null}
    />
  );
}

interface TileProps {
  box: NeuronBox;
  moment: Moment;
  /** Part of the moment, as is how far values and gradients are known. */
  hidden: Moment['hidden'];
  values: number;
  gradients: number | null;
  mark: Mark;
  phase: Phase | undefined;
  focused: number | null;
  about: 'value' | 'gradient' | null;
  window: WindowMark | null;
}

const Tile = memo(function Tile({ box, moment, mark, phase, focused, about, window }: TileProps) {
  const words = useWords();
  const { model, graph, sample } = useScene();
  const show = useSession((s) => s.show);
  const column = model.columns[box.column];
  const shape = mapShapeOf(column) as MapShape;
  const source = gradientSource(model, column);
  const gradient = graph.gradients.get(source);
  const pictures: { kind: 'value' | 'gradient'; node: number }[] = [];
  if (show !== 'gradients' || gradient === undefined) pictures.push({ kind: 'value', node: column.value });
  if (show !== 'values' && gradient !== undefined) pictures.push({ kind: 'gradient', node: gradient });
  const elementAt = (cell: number) => cellElement(shape, sample, box.unit, cell);
  const refOf = (cell: number) => ({ node: column.value, element: elementAt(cell) });
  const { cursor, handlers } = useCells({
    rows: shape.rows,
    columns: shape.columns,
    start: focused,
    onPoint: (cell) => hover(cell === null ? null : refOf(cell)),
    onSelect: (cell) => select(refOf(cell)),
  });
  const read = (cell: number) => {
    const value = valueAt(moment, column.value, elementAt(cell));
    const slope = gradientOf(moment, source, elementAt(cell));
    const place = locate(model, refOf(cell));
    const write = (v: number | null) => (v === null ? words('value.unknown') : short(v));
    return words(gradient === undefined ? 'network.neuronValue' : 'network.neuron', {
      name: place === null ? '' : say(words, placeName(model, place)),
      symbol: plain(elementSymbol(graph, column.value, elementAt(cell))),
      value: write(value),
      gradient: write(slope),
    });
  };
  const name = {
    layer: column.layer ?? words('place.inputs'),
    n: box.unit + 1,
    rows: shape.rows,
    columns: shape.columns,
  };
  return (
    <div
      role="application"
      className={mapsCss.tile}
      style={{ left: box.x - box.width / 2, top: box.y - box.height / 2, width: box.width, height: box.height }}
      data-mark={mark}
      data-phase={phase}
      data-map={`${column.layer ?? 'input'} ${box.unit}`}
      tabIndex={0}
      aria-label={words(isKnown(moment, pictures[0].node, elementAt(0)) ? 'maps.tile' : 'maps.unknownTile', name)}
      {...handlers}
    >
      {pictures.map(({ kind, node }) => (
        <Picture
          key={kind}
          {...{ kind, node, shape, moment }}
          unit={box.unit}
          width={(box.width - (pictures.length - 1) * PAIR_GAP) / pictures.length}
        >
          {window && (kind === 'gradient') === (graph.nodes[window.node].phase === 'backward') && (
            <WindowFrame field={window.field} of={shape} faint={!window.direct} />
          )}
          {cursor !== null && <CellFrame cell={cursor} of={shape} kind="cursor" />}
          {focused !== null && (about === null || about === kind) && (
            <CellFrame cell={focused} of={shape} kind="focus" />
          )}
        </Picture>
      ))}
      <VisuallyHidden>
        <span aria-live="polite">{cursor === null ? '' : read(cursor)}</span>
      </VisuallyHidden>
    </div>
  );
}, sameButMoment);

function Picture({
  kind,
  node,
  shape,
  unit,
  moment,
  width,
  children,
}: {
  kind: 'value' | 'gradient';
  node: number;
  shape: MapShape;
  unit: number;
  moment: Moment;
  /** In pixels. */
  width: number;
  children: ReactNode;
}) {
  const words = useWords();
  const { sample } = useScene();
  const { values, known } = knownChannel(moment, node, shape, sample, unit);
  const { rows, columns } = shape;
  const reach = reachOf(moment.values[node]);
  return (
    <span className={mapsCss.picture} data-picture data-kind={kind} data-known={known}>
      <MapCanvas
        label={words(`network.${kind}s`)}
        {...{ values, rows, columns, reach }}
        partly={known === 'some'}
        hidden={known === 'none'}
        className={mapsCss.canvas}
      />
      {known !== 'none' && hasRoom(width, columns) && (
        <CellNumbers
          {...{ values, rows, columns }}
          scale={{ kind: 'diverging', max: reach }}
          refOf={(cell) => ({ node, element: cellElement(shape, sample, unit, cell) })}
        />
      )}
      {children}
    </span>
  );
}
