/** Kernels side by side, one picture each: pointed at, walked through with arrow keys, chosen. Painted from the snapshots. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '@/state';
import { useThemeName } from '@/theme';
import { VisuallyHidden } from '@/ui';
import classes from './maps.module.css';
import { cellAt, layOut, type MapsForm, type MapsLayout, MapsPainter, paintMarks } from './paint';
import { paintSnapshots } from './seen';

interface KernelGridProps {
  label: string;
  form: MapsForm;
  tile: number;
  /** The planes to paint and the end of their scale; null while there are none. */
  planes(seen: Snapshot | null): { planes: Float32Array; max: number } | null;
  /** Marked with a frame; null for none. */
  chosen: number | null;
  lit: number | null;
  onLight?(index: number | null): void;
  onChoose(index: number): void;
  /** What is read aloud of one. */
  words(index: number): string;
}

export function KernelGrid(props: KernelGridProps) {
  const { label, form, tile, planes, chosen, lit, onLight, onChoose, words } = props;
  const { t } = useTranslation('inspect');
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const pictures = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const [layout, setLayout] = useState<MapsLayout | null>(null);
  const [focused, setFocused] = useState(false);
  const { maps, height, width } = form;

  useEffect(() => {
    const element = frame.current!;
    const measure = () => setLayout(layOut({ maps, height, width }, element.clientWidth, tile, devicePixelRatio));
    const size = new ResizeObserver(measure);
    size.observe(element);
    return () => size.disconnect();
  }, [maps, height, width, tile]);

  useEffect(() => {
    if (!layout) return;
    const painter = new MapsPainter(pictures.current!, { maps, height, width });
    return paintSnapshots(frame.current!, (seen) => {
      const known = planes(seen);
      const scale = { kind: 'diverging', max: known?.max ?? 0 } as const;
      painter.paint(known?.planes ?? null, () => scale, layout, theme, devicePixelRatio);
    });
  }, [maps, height, width, layout, theme, planes]);

  useEffect(() => {
    if (!layout) return;
    const whole = { rows: null, columns: null };
    const list = [
      ...(lit === null ? [] : [{ map: lit, ...whole, weight: 'thin' as const }]),
      ...(chosen === null ? [] : [{ map: chosen, ...whole, weight: 'thick' as const }]),
    ];
    paintMarks(marks.current!, list, { maps, height, width }, layout, devicePixelRatio);
  }, [maps, height, width, layout, chosen, lit]);

  const under = (event: { clientX: number; clientY: number }): number | null => {
    const box = pictures.current!.getBoundingClientRect();
    const at = layout && cellAt(layout, form, event.clientX - box.left, event.clientY - box.top);
    return at?.map ?? null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const columns = layout?.columns ?? 1;
    const here = chosen ?? 0;
    const next = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here - columns,
      ArrowDown: here + columns,
      Home: 0,
      End: maps - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next >= 0 && next < maps) onChoose(next);
  };
  return (
    <div
      ref={frame}
      className={classes.frame}
      role="application"
      tabIndex={0}
      aria-roledescription={t('filters.role')}
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <div
        className={classes.canvases}
        style={layout ? { width: layout.totalWidth, height: layout.totalHeight } : undefined}
        onPointerMove={(event) => event.pointerType !== 'touch' && onLight?.(under(event))}
        onPointerLeave={() => onLight?.(null)}
        onClick={(event) => {
          const index = under(event);
          if (index !== null) onChoose(index);
        }}
        aria-hidden
      >
        <canvas ref={pictures} className={classes.maps} />
        <canvas ref={marks} className={classes.marks} />
      </div>
      <VisuallyHidden>
        <span role="status">{focused && chosen !== null && words(chosen)}</span>
      </VisuallyHidden>
    </div>
  );
}
