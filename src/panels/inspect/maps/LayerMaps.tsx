/**
 * The maps of one layer: one picture, in which every cell can be pointed at, walked to with keys and tapped. It paints
 * itself from the snapshots, without React; React only knows its size and the words about it.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '@/state';
import { useThemeName } from '@/theme';
import { VisuallyHidden } from '@/ui';
import classes from './maps.module.css';
import { type Cell, mostActive } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { marksFor } from './model/marks';
import { scaleOf } from './model/scale';
import { cellAt, layOut, type MapsLayout, MapsPainter, paintMarks } from './paint';
import { paintSnapshots, planesFor, useSlowSnapshot, valuesOf, wholeOf } from './seen';
import { mapsView, useMapsView } from './session';
import { useCellWords, useLayerWords } from './words';

interface LayerMapsProps {
  model: MapsModel;
  layer: MapLayer;
  /** Edge of a map in CSS pixels, about. */
  tile: number;
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};
const bounded = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);

export function LayerMaps({ model, layer, tile }: LayerMapsProps) {
  const theme = useThemeName();
  const { t } = useTranslation('inspect');
  const frame = useRef<HTMLDivElement>(null);
  const maps = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [layout, setLayout] = useState<MapsLayout | null>(null);
  const [focused, setFocused] = useState(false);
  const scale = useMapsView((state) => state.scale);

  useEffect(() => {
    const element = frame.current!;
    const measure = () => setLayout(layOut(layer, element.clientWidth, tile, devicePixelRatio));
    const size = new ResizeObserver(measure);
    size.observe(element);
    measure();
    return () => size.disconnect();
  }, [layer, tile]);

  useEffect(() => {
    if (!layout) return;
    const painter = new MapsPainter(maps.current!, layer);
    return paintSnapshots(frame.current!, (seen) => {
      const values = valuesOf(seen, layer);
      const known = values ? planesFor(values, layer.maps) : null;
      const whole = seen && scale === 'network' ? wholeOf(seen, model) : 0;
      const own = known?.own ?? new Float32Array(layer.maps);
      const of = (map: number) => scaleOf(scale, layer.signed, own, map, whole);
      painter.paint(known?.planes ?? null, of, layout, theme, devicePixelRatio);
    });
  }, [model, layer, layout, scale, theme]);

  useEffect(() => {
    if (!layout) return;
    let waiting = 0;
    const paint = () => {
      waiting = 0;
      const { cell, lit } = useMapsView.getState();
      paintMarks(marks.current!, marksFor(model, layer, cell, lit), layer, layout, devicePixelRatio);
    };
    const schedule = () => {
      if (waiting === 0) waiting = requestAnimationFrame(paint);
    };
    const stop = useMapsView.subscribe((state, before) => {
      if (state.cell !== before.cell || state.lit !== before.lit) schedule();
    });
    schedule();
    return () => {
      stop();
      cancelAnimationFrame(waiting);
    };
  }, [model, layer, layout]);

  const cellUnder = (event: { clientX: number; clientY: number }): Cell | null => {
    const box = maps.current!.getBoundingClientRect();
    const at = layout && cellAt(layout, layer, event.clientX - box.left, event.clientY - box.top);
    return at && { layer: layer.id, ...at };
  };
  const onPointerMove = (event: PointerEvent) => {
    // A finger that moves scrolls the page; it points by tapping.
    if (event.pointerType === 'touch') return;
    const cell = cellUnder(event);
    if (cell) mapsView.point(cell);
    else mapsView.light(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = currentCell(layer);
    const arrow = ARROWS[event.key];
    const turn = { PageUp: here.map - 1, PageDown: here.map + 1, Home: 0, End: layer.maps - 1 }[event.key];
    if (arrow) {
      const row = bounded(here.row + arrow[0], layer.height);
      const column = bounded(here.column + arrow[1], layer.width);
      mapsView.goTo({ ...here, row, column });
    } else if (turn !== undefined) mapsView.goTo({ ...here, map: bounded(turn, layer.maps) });
    else if (event.key === 'Enter' || event.key === ' ') mapsView.pin(here);
    else if (event.key === 'Escape') mapsView.unpin();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      tabIndex={0}
      aria-roledescription={t('maps.role')}
      aria-label={useLayerWords(layer, useSlowSnapshot(2000))}
      data-layer={layer.id}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        setFocused(true);
        if (event.currentTarget.matches(':focus-visible')) mapsView.goTo(currentCell(layer));
      }}
      onBlur={() => setFocused(false)}
    >
      <div
        className={classes.canvases}
        style={layout ? { width: layout.totalWidth, height: layout.totalHeight } : undefined}
        onPointerMove={onPointerMove}
        onPointerLeave={() => mapsView.light(null)}
        onClick={(event) => {
          const cell = cellUnder(event);
          if (cell) mapsView.pin(cell);
        }}
        aria-hidden
      >
        <canvas ref={maps} className={classes.maps} />
        <canvas ref={marks} className={classes.marks} />
      </div>
      <VisuallyHidden>
        <span role="status">{focused && <SpokenCell model={model} layer={layer} />}</span>
      </VisuallyHidden>
    </div>
  );
}

/** The cell in question if it is of this layer, else the one to begin with. */
function currentCell(layer: MapLayer): Cell {
  const { cell } = useMapsView.getState();
  const fits =
    cell?.layer === layer.id && cell.map < layer.maps && cell.row < layer.height && cell.column < layer.width;
  if (fits) return cell;
  const values = valuesOf(useWatched.getState().seen, layer);
  return values ? mostActive(layer, values) : { layer: layer.id, map: 0, row: 0, column: 0 };
}

/** What is read aloud of the cell the keys are on: when they move, not whenever it changes. */
function SpokenCell({ model, layer }: { model: MapsModel; layer: MapLayer }) {
  const cell = useMapsView((state) => state.cell);
  const words = useCellWords(model);
  if (cell?.layer !== layer.id) return null;
  return words(cell, useWatched.getState().seen);
}
