/**
 * Numbers as a picture: one cell a value, coloured by a scale. Without handlers it is an image with a summary; with
 * them, cells can be pointed at, walked with arrow keys and chosen with Enter, and each is read aloud.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ColorScale, paint, scaleFor, useThemeName } from '@/theme';
import { writeNumber } from './number';

export interface HeatmapProps {
  /** What the picture shows; a summary of the values is added. */
  label: string;
  /** Row-major, `width * height` of them. */
  values: ArrayLike<number>;
  width: number;
  height: number;
  /** A scale with its ends, or only a kind, which then spans these values. */
  scale: ColorScale | ColorScale['kind'];
  /** Edge of a cell in CSS pixels; without it the picture fills the width it is given. */
  cellSize?: number;
  selected?: number | null;
  onHover?(index: number | null): void;
  onSelect?(index: number): void;
  /** Words for one value. */
  format?(value: number, index: number): string;
  className?: string;
}

const short = (value: number) => (Number.isFinite(value) ? writeNumber(Number(value.toPrecision(4))) : String(value));

export function Heatmap(props: HeatmapProps) {
  const { label, values, width, height, cellSize, selected, onHover, onSelect, className } = props;
  const format = props.format ?? short;
  const { t } = useTranslation('ui');
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const scale = typeof props.scale === 'string' ? scaleFor(props.scale, values) : props.scale;
  const { kind, min, max } = scale;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width * height === 0) return;
    const image = context.createImageData(width, height);
    paint(values, { kind, min, max }, theme, image.data);
    context.putImageData(image, 0, 0);
  }, [values, width, height, kind, min, max, theme]);

  const interactive = onHover !== undefined || onSelect !== undefined;
  const summary = useMemo(
    () => t('heatmap.summary', { label, width, height, ...extremes(values) }),
    [t, label, width, height, values],
  );
  const style = cellSize
    ? { width: cellSize * width, height: cellSize * height }
    : { aspectRatio: `${width} / ${height}` };
  const picture = (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className="ui-heatmap-canvas"
      role={interactive ? undefined : 'img'}
      aria-label={interactive ? undefined : summary}
      aria-hidden={interactive || undefined}
    />
  );
  if (!interactive) {
    return (
      <div className={`ui-heatmap ${className ?? ''}`} style={style}>
        {picture}
        <Cell index={selected ?? null} width={width} height={height} mark="selected" />
      </div>
    );
  }

  const point = (index: number | null) => {
    setCursor(index);
    onHover?.(index);
  };
  const at = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * width);
    const row = Math.floor(((event.clientY - box.top) / box.height) * height);
    return column >= 0 && column < width && row >= 0 && row < height ? row * width + column : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = cursor ?? selected ?? 0;
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      const next = here + move;
      const wraps = Math.abs(move) === 1 && Math.floor(next / width) !== Math.floor(here / width);
      if (next >= 0 && next < width * height && !wraps) point(next);
    } else if ((event.key === 'Enter' || event.key === ' ') && onSelect) {
      event.preventDefault();
      event.stopPropagation();
      onSelect(here);
    }
  };
  return (
    <div
      className={`ui-heatmap is-interactive ${className ?? ''}`}
      style={style}
      role="application"
      aria-label={summary}
      tabIndex={0}
      onPointerMove={(event) => point(at(event))}
      onPointerLeave={() => point(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && point(cursor ?? selected ?? 0)}
      onBlur={() => point(null)}
      onClick={() => cursor !== null && onSelect?.(cursor)}
      onKeyDown={onKeyDown}
    >
      {picture}
      <Cell index={selected ?? null} width={width} height={height} mark="selected" />
      <Cell index={cursor} width={width} height={height} mark="cursor" />
      <span className="ui-hidden" aria-live="polite">
        {cursor !== null &&
          t('heatmap.cell', {
            row: Math.floor(cursor / width) + 1,
            column: (cursor % width) + 1,
            value: format(values[cursor], cursor),
          })}
      </span>
    </div>
  );
}

function Cell({ index, width, height, mark }: { index: number | null; width: number; height: number; mark: string }) {
  if (index === null || index < 0 || index >= width * height) return null;
  const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;
  return (
    <span
      className={`ui-heatmap-cell is-${mark}`}
      style={{
        left: percent(index % width, width),
        top: percent(Math.floor(index / width), height),
        width: percent(1, width),
        height: percent(1, height),
      }}
    />
  );
}

function extremes(values: ArrayLike<number>): { min: string; max: string; mean: string } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
    sum += values[i];
  }
  return { min: short(low), max: short(high), mean: short(sum / values.length) };
}
