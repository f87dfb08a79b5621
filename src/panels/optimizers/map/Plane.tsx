/** The map itself: heights below, trails on them, marks and arrows above, and the start that can be moved. */
import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Window } from '@/core/racing/types';
import { useThemeName } from '@/theme';
import { measured, ticksBetween } from '@/ui';
import { useRacerNames } from '../names';
import { editRace, setStart, useOptimizers } from '../store';
import { setWindow, useGestures } from './gestures';
import { inksOf } from './inks';
import { knownSurface } from './knownSurface';
import type { Scale } from './levels';
import classes from './map.module.css';
import { type Factors, MapPainter } from './painter';
import { paintField } from './paintField';
import type { Heights } from './useField';
import type { Measured } from './useSize';
import { isInside, middleOf, panned, pointAt, projectionOf, roundedTo, zoomed } from './view';

interface PlaneProps {
  frame: RefObject<HTMLDivElement | null>;
  size: Measured;
  heights: Heights | null;
  scale: Scale | null;
  hand: boolean;
  summary: string;
  /** Trails and marks of the racers give way to what is drawn between. */
  covered: boolean;
  onFactors(factors: Factors): void;
  /** Drawn above the trails and below the marks. */
  children?: ReactNode;
}

/** The window that the surface comes with. */
export function wholeView(): void {
  const surface = knownSurface(useOptimizers.getState().document.surface);
  if (surface) editRace({ window: surface.window });
}

const percent = (share: number) => `${share * 100}%`;
/** A trail is pointed at from so many pixels away. */
const REACH = 12;

export function Plane(props: PlaneProps) {
  const { frame, size, heights, scale, hand, summary, covered, onFactors, children } = props;
  const { t } = useTranslation('optimizers');
  const theme = useThemeName();
  const names = useRacerNames(useOptimizers(({ document }) => document.racers));
  const window = useOptimizers(({ document }) => document.window);
  const field = useRef<HTMLCanvasElement>(null);
  const raced = useOptimizers(({ race }) => race !== null);
  const trails = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const painter = useRef<MapPainter | null>(null);
  const { width, height, ratio } = size;

  useEffect(() => {
    if (!trails.current || !marks.current) return;
    const made = new MapPainter({ trails: trails.current, marks: marks.current, onFactors });
    painter.current = made;
    return () => made.dispose();
  }, [onFactors]);

  // The theme is not read, but what the inks resolve to depends on it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (frame.current && width > 0) painter.current?.resize({ width, height }, ratio, inksOf(frame.current));
  }, [frame, width, height, ratio, theme, onFactors]);

  useEffect(() => painter.current?.cover(covered), [covered]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  useEffect(() => {
    const canvas = field.current;
    if (!canvas || !heights || !scale || !frame.current || width === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    paintField(canvas, heights.field, scale, inksOf(frame.current), 1 / ratio);
  }, [frame, heights, scale, width, height, ratio, theme]);

  const point = (px: number | null, py: number) => {
    const { document, hovered, lit } = useOptimizers.getState();
    const box = readout.current;
    if (px === null) {
      if (box) box.hidden = true;
      if (hovered !== null || lit !== null) useOptimizers.setState({ hovered: null, lit: null });
      return;
    }
    const near = painter.current?.nearest(px, py, REACH) ?? null;
    if ((near?.step ?? null) !== hovered || (near?.id ?? null) !== lit) {
      useOptimizers.setState({ hovered: near?.step ?? null, lit: near?.id ?? null });
    }
    if (!box) return;
    const { x, y } = roundedTo(document.window, pointAt(document.window, size, px, py));
    box.hidden = false;
    const of = near && t('map.onTrail', { name: names.get(near.id) ?? near.id, step: near.step });
    box.textContent = [readoutAt(x, y), of].filter(Boolean).join('   ');
    box.dataset.side = px < width / 2 && py > height - 70 ? 'right' : 'left';
  };
  const readoutAt = (x: number, y: number) => {
    const surface = knownSurface(useOptimizers.getState().document.surface);
    if (!surface) return '';
    const [gx, gy] = surface.gradient(x, y);
    return `f(${measured(x, 4)}, ${measured(y, 4)}) = ${measured(surface.value(x, y), 4)}   ∇f = (${measured(gx)}, ${measured(gy)})`;
  };
  const gestures = useGestures({ plane: frame, size, hand, onPoint: point });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = event.shiftKey ? 0.5 : 0.1;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => setWindow(panned(window, -far, 0)),
      ArrowRight: () => setWindow(panned(window, far, 0)),
      ArrowUp: () => setWindow(panned(window, 0, far)),
      ArrowDown: () => setWindow(panned(window, 0, -far)),
      '+': () => setWindow(zoomed(window, 0.8, middleOf(window))),
      '=': () => setWindow(zoomed(window, 0.8, middleOf(window))),
      '-': () => setWindow(zoomed(window, 1.25, middleOf(window))),
      '0': wholeView,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  return (
    <div className={classes.frame} data-raced={raced || undefined}>
      <Axis window={window} side="left" count={Math.max(3, height / 70)} />
      <div
        ref={frame}
        className={classes.plane}
        data-hand={hand || undefined}
        role="application"
        aria-label={summary}
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...gestures}
      >
        <canvas ref={field} className={classes.layer} aria-hidden style={stretch(heights, window, width, height)} />
        <canvas ref={trails} className={classes.layer} aria-hidden />
        {children}
        <canvas ref={marks} className={classes.layer} aria-hidden />
        <Minima window={window} width={width} />
        <StartHandle />
        <div ref={readout} className={`num ${classes.readout}`} hidden aria-hidden />
      </div>
      <Axis window={window} side="bottom" count={Math.max(3, width / 90)} />
    </div>
  );
}

/** Until the field of the new window is there, the old one is drawn where it belongs. */
function stretch(heights: Heights | null, window: Window, width: number, height: number) {
  if (heights === null || heights.field.window === window) return undefined;
  const from = projectionOf(window, { width, height });
  const { x, y } = heights.field.window;
  const left = from.left + x[0] * from.across;
  const top = from.top + y[1] * from.up;
  const right = from.left + x[1] * from.across;
  const bottom = from.top + y[0] * from.up;
  return {
    transform: `translate(${left}px, ${top}px) scale(${(right - left) / width}, ${(bottom - top) / height})`,
    transformOrigin: '0 0',
  };
}

function Axis({ window, side, count }: { window: Window; side: 'left' | 'bottom'; count: number }) {
  const [low, high] = side === 'left' ? window.y : window.x;
  const ticks = useMemo(() => ticksBetween(low, high, count), [low, high, count]);
  return (
    <div className={`num ${classes.axis}`} data-side={side} aria-hidden>
      {ticks.map((value) => {
        const share = (value - low) / (high - low);
        const place = side === 'left' ? { bottom: percent(share) } : { left: percent(share) };
        // Words at the ends stay within the card.
        const end = share > 0.98 ? 'last' : share < 0.02 ? 'first' : undefined;
        return (
          <Fragment key={value}>
            <i style={place} />
            <span style={place} data-end={end}>
              {measured(value, 4)}
            </span>
          </Fragment>
        );
      })}
    </div>
  );
}

/** So wide is the name of a minimum, about. */
const NAME_WIDTH = 140;

function Minima({ window, width }: { window: Window; width: number }) {
  const { t } = useTranslation('optimizers');
  const surface = useOptimizers(({ document }) => document.surface);
  const minima = useMemo(() => knownSurface(surface)?.minima ?? [], [surface]);
  return minima
    .filter((point) => isInside(window, point))
    .map(({ x, y }) => {
      const across = (x - window.x[0]) / (window.x[1] - window.x[0]);
      const up = (y - window.y[0]) / (window.y[1] - window.y[0]);
      return (
        <span
          key={`${x} ${y}`}
          className={classes.minimum}
          data-turned={(1 - across) * width < NAME_WIDTH || undefined}
          style={{ left: percent(across), bottom: percent(up) }}
          aria-hidden
        >
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden>
            <path d="M-7 0H7M0-7V7" />
          </svg>
          <span className={classes.tag}>
            {minima.length > 3
              ? `(${measured(x)}, ${measured(y)})`
              : t('map.minimum', { x: measured(x), y: measured(y) })}
          </span>
        </span>
      );
    });
}

/** One arrow key moves the start by a hundredth of the window, with Shift by a tenth. */
function StartHandle() {
  const { t } = useTranslation('optimizers');
  const start = useOptimizers(({ document }) => document.start);
  const window = useOptimizers(({ document }) => document.window);
  const [spoken, setSpoken] = useState('');
  const words = t('map.startAt', { x: measured(start.x, 4), y: measured(start.y, 4) });
  const across = (start.x - window.x[0]) / (window.x[1] - window.x[0]);
  const up = (start.y - window.y[0]) / (window.y[1] - window.y[0]);
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? 0.1 : 0.01;
    const [dx, dy] = [far * (window.x[1] - window.x[0]), far * (window.y[1] - window.y[0])];
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-dx, 0],
      ArrowRight: [dx, 0],
      ArrowUp: [0, dy],
      ArrowDown: [0, -dy],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const next = roundedTo(window, { x: start.x + move[0], y: start.y + move[1] });
    setStart(next);
    setSpoken(t('map.startAt', { x: measured(next.x, 4), y: measured(next.y, 4) }));
  };
  if (!isInside(window, start)) return null;
  return (
    <>
      <button
        type="button"
        data-start
        className={classes.start}
        aria-label={words}
        aria-describedby="map-start-keys"
        style={{ left: percent(across), bottom: percent(up) }}
        onKeyDown={onKeyDown}
      >
        <span className={classes.tag} data-turned={across > 0.85 || undefined} aria-hidden>
          {t('map.start')}
        </span>
      </button>
      <span id="map-start-keys" className="ui-hidden">
        {t('map.startKeys')}
      </span>
      <span className="ui-hidden" aria-live="polite">
        {spoken}
      </span>
    </>
  );
}
