/**
 * The feature maps of image layers: a few of each layer's as small pictures of their values and gradients, the others
 * behind a button. A cell is chosen by pointer or, with the arrow keys, without one.
 */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { VisuallyHidden } from '@/ui';
import { MapCanvas } from '../maps/MapCanvas';
import { placeName } from '../model/describe';
import { short } from '../model/format';
import type { Layout, MapLane, NeuronBox } from '../model/layout';
import { MAPS_PAGE } from '../model/mapLanes';
import { cellElement, knownChannel, type MapShape, mapShapeOf, reachOf } from '../model/maps';
import { gradientOf, isKnown, valueAt } from '../model/moment';
import { gradientSource, locate } from '../model/network';
import { plain } from '../model/symbols';
import type { WindowMark } from '../model/windows';
import { hover, select, useSession } from '../session';
import { useStepper } from '../stepper';
import { say, useWords } from '../words';
import mapsCss from './maps.module.css';
import { markOfMap } from './marks';

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
function LaneButtons({
  lane: { column, more },
  unfolded,
  onUnfold,
}: {
  lane: MapLane;
  unfolded: Unfolded | null;
  onUnfold(next: Unfolded | null): void;
}) {
  const words = useWords();
  const { model } = useStepper();
  const { units, layer } = model.columns[column];
  if (more === null) return null;
  const place = { left: more.x, top: more.y };
  if (unfolded === null) {
    return (
      <button
        type="button"
        className={mapsCss.more}
        style={place}
        onClick={() => onUnfold({ column, first: 0 })}
        aria-label={words('maps.unfold', { layer: layer ?? words('place.inputs'), count: units })}
      >
        +{more.count}
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
            aria-label={words('table.previous')}
          >
            ‹
          </button>
          <span>{words('table.range', { first: unfolded.first + 1, last, count: units })}</span>
          <button
            type="button"
            className={mapsCss.page}
            disabled={last >= units}
            onClick={() => onUnfold({ column, first: unfolded.first + MAPS_PAGE })}
            aria-label={words('table.next')}
          >
            ›
          </button>
        </>
      )}
      <button type="button" className={mapsCss.page} onClick={() => onUnfold(null)}>
        {words('maps.fold')}
      </button>
    </div>
  );
}

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

/** One feature map: its values, its gradients, or both side by side. */
function MapTile({ box }: { box: NeuronBox }) {
  const words = useWords();
  const { model, graph, moment, sample, marks, step } = useStepper();
  const show = useSession((s) => s.show);
  const [cursor, setCursor] = useState<number | null>(null);
  const column = model.columns[box.column];
  const shape = mapShapeOf(column) as MapShape;
  const source = gradientSource(model, column);
  const gradient = graph.gradients.get(source);
  const pictures: { kind: 'value' | 'gradient'; node: number }[] = [];
  if (show !== 'gradients' || gradient === undefined) pictures.push({ kind: 'value', node: column.value });
  if (show !== 'values' && gradient !== undefined) pictures.push({ kind: 'gradient', node: gradient });
  const mark = markOfMap(marks, box);
  const cells = shape.rows * shape.columns;
  const elementAt = (cell: number) => cellElement(shape, sample, box.unit, cell);
  const refOf = (cell: number) => ({ node: column.value, element: elementAt(cell) });
  const focusPlace = mark === 'focus' && marks.focus?.kind === 'cell' ? marks.focus : null;
  const focused = focusPlace === null ? null : focusPlace.row * shape.columns + focusPlace.at;

  const point = (cell: number | null) => {
    setCursor(cell);
    hover(cell === null ? null : refOf(cell));
  };
  const under = (event: MouseEvent<HTMLElement>) => {
    const picture = (event.target as HTMLElement).closest('[data-picture]') ?? event.currentTarget.firstElementChild;
    if (picture === null) return null;
    const { left, top, width, height } = picture.getBoundingClientRect();
    const x = Math.floor(((event.clientX - left) / width) * shape.columns);
    const y = Math.floor(((event.clientY - top) / height) * shape.rows);
    return x >= 0 && x < shape.columns && y >= 0 && y < shape.rows ? y * shape.columns + x : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? focused ?? 0;
    const moves: Record<string, number> = {
      ArrowLeft: here % shape.columns > 0 ? -1 : 0,
      ArrowRight: here % shape.columns < shape.columns - 1 ? 1 : 0,
      ArrowUp: -shape.columns,
      ArrowDown: shape.columns,
    };
    if (event.key in moves) {
      const next = here + moves[event.key];
      if (next >= 0 && next < cells) point(next);
    } else if (event.key === 'Enter' || event.key === ' ') select(refOf(here));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
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
  const window = marks.windows.find((w) => w.column === box.column && (w.channel === null || w.channel === box.unit));

  return (
    <div
      role="application"
      className={mapsCss.tile}
      style={{ left: box.x - box.width / 2, top: box.y - box.height / 2, width: box.width, height: box.height }}
      data-mark={mark}
      data-phase={mark === 'focus' ? (step?.phase ?? 'forward') : undefined}
      data-map={`${column.layer ?? 'input'} ${box.unit}`}
      tabIndex={0}
      aria-label={words(isKnown(moment, pictures[0].node, elementAt(0)) ? 'maps.tile' : 'maps.unknownTile', name)}
      onPointerMove={(event) => point(under(event))}
      onPointerLeave={() => point(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && point(cursor ?? focused ?? 0)}
      onBlur={() => point(null)}
      onClick={(event) => {
        const cell = under(event);
        if (cell !== null) select(refOf(cell));
      }}
      onKeyDown={onKeyDown}
    >
      {pictures.map(({ kind, node }) => (
        <Picture key={kind} kind={kind} node={node} shape={shape} unit={box.unit}>
          {window && <WindowFrame window={window} shape={shape} />}
          {cursor !== null && <CellFrame cell={cursor} shape={shape} kind="cursor" />}
          {focused !== null && <CellFrame cell={focused} shape={shape} kind="focus" />}
        </Picture>
      ))}
      <VisuallyHidden>
        <span aria-live="polite">{cursor === null ? '' : read(cursor)}</span>
      </VisuallyHidden>
    </div>
  );
}

function Picture({
  kind,
  node,
  shape,
  unit,
  children,
}: {
  kind: 'value' | 'gradient';
  node: number;
  shape: MapShape;
  unit: number;
  children: ReactNode;
}) {
  const words = useWords();
  const { moment, sample } = useStepper();
  const { values, known } = knownChannel(moment, node, shape, sample, unit);
  return (
    <span className={mapsCss.picture} data-picture data-kind={kind} data-known={known}>
      {known !== 'none' && (
        <MapCanvas
          label={words(`network.${kind}s`)}
          values={values}
          rows={shape.rows}
          columns={shape.columns}
          reach={reachOf(moment.values[node])}
          partly={known === 'some'}
          className={mapsCss.canvas}
        />
      )}
      {children}
    </span>
  );
}

/** What a cell of a later layer sees here. */
export function WindowFrame({ window, shape }: { window: WindowMark; shape: { rows: number; columns: number } }) {
  const [[top, bottom], [left, right]] = [window.field.rows, window.field.columns];
  return (
    <span
      className={mapsCss.window}
      data-direct={window.direct}
      style={{
        left: percent(left, shape.columns),
        top: percent(top, shape.rows),
        width: percent(right - left + 1, shape.columns),
        height: percent(bottom - top + 1, shape.rows),
      }}
    />
  );
}

function CellFrame({ cell, shape, kind }: { cell: number; shape: MapShape; kind: 'cursor' | 'focus' }) {
  return (
    <span
      className={mapsCss.cell}
      data-kind={kind}
      style={{
        left: percent((cell % shape.columns) + 0.5, shape.columns),
        top: percent(Math.floor(cell / shape.columns) + 0.5, shape.rows),
        width: `max(5px, ${percent(1, shape.columns)})`,
        height: `max(5px, ${percent(1, shape.rows)})`,
      }}
    />
  );
}
