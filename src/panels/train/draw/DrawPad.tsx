/**
 * The pad one draws on, with mouse, finger, pen or keyboard. It paints itself from the drawing's store, once a frame,
 * without React. Points between two pointer events (coalesced events) are taken too, so fast strokes stay round.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LookedAt, useLookedAt } from '@/state';
import { cssColorOf } from '@/theme';
import { VisuallyHidden } from '@/ui';
import classes from './draw.module.css';
import { drawing, useDrawing } from './drawing';
import { FRAME } from './preprocess';
import { drawStroke } from './strokes';
import { useBlankPad } from './useLooking';

/** How far an arrow key takes the pen: one pixel of the frame; with Shift, four. */
const STEP = 1 / FRAME;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function DrawPad() {
  const { t } = useTranslation('train');
  const help = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointer = useRef<{ id: number; bounds: DOMRect } | null>(null);
  const [cursor, setCursor] = useState<{ x: number; y: number; down: boolean } | null>(null);
  const empty = useBlankPad();

  useEffect(() => paintFromStore(canvas.current!), []);

  function place(event: { clientX: number; clientY: number }): [number, number] {
    const { left, top, width, height } = pointer.current!.bounds;
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  function down(event: PointerEvent<HTMLCanvasElement>) {
    // A second finger, or another button, must not tear the stroke.
    if (pointer.current !== null || event.button !== 0) return;
    // Nor must the browser, which drags along whatever is selected on the page.
    event.preventDefault();
    getSelection()?.removeAllRanges();
    event.currentTarget.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    pointer.current = { id: event.pointerId, bounds: event.currentTarget.getBoundingClientRect() };
    setCursor(null);
    drawing.begin(...place(event));
  }

  function move(event: PointerEvent<HTMLCanvasElement>) {
    if (pointer.current?.id !== event.pointerId) return;
    const between = event.nativeEvent.getCoalescedEvents?.() ?? [];
    drawing.move((between.length > 0 ? between : [event.nativeEvent]).flatMap(place));
  }

  function up(event: PointerEvent<HTMLCanvasElement>) {
    if (pointer.current?.id !== event.pointerId) return;
    pointer.current = null;
    drawing.end();
  }

  function key(event: KeyboardEvent<HTMLCanvasElement>) {
    const at = cursor ?? { x: 0.5, y: 0.25, down: false };
    const arrow = ARROWS[event.key];
    if (arrow) {
      const reach = event.shiftKey ? 4 * STEP : STEP;
      const next = { ...at, x: bounded(at.x + arrow[0] * reach), y: bounded(at.y + arrow[1] * reach) };
      if (at.down) drawing.move([next.x, next.y]);
      setCursor(next);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (at.down) drawing.end();
      else drawing.begin(at.x, at.y);
      setCursor({ ...at, down: !at.down });
    } else if (event.key === 'Backspace' || (event.key === 'z' && (event.ctrlKey || event.metaKey))) {
      drawing.undo();
      setCursor({ ...at, down: false });
    } else if (event.key === 'Delete') {
      drawing.clear();
      setCursor({ ...at, down: false });
    } else if (event.key === 'Escape' && at.down) {
      drawing.end();
      setCursor({ ...at, down: false });
    } else {
      return;
    }
    // The page must not scroll, and the document's own undo must not run.
    event.preventDefault();
    event.stopPropagation();
  }

  const pen = cursor && {
    column: Math.round(cursor.x * FRAME),
    row: Math.round(cursor.y * FRAME),
  };
  return (
    <div className={classes.pad}>
      <canvas
        ref={canvas}
        id="draw-pad"
        className={classes.paper}
        tabIndex={0}
        role="application"
        aria-label={t('draw.pad')}
        aria-describedby={help}
        onPointerDown={down}
        onMouseDown={(event) => event.preventDefault()}
        onDragStart={(event) => event.preventDefault()}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onLostPointerCapture={up}
        onKeyDown={key}
        onBlur={() => {
          if (cursor?.down) drawing.end();
          setCursor(null);
        }}
      />
      {empty && <p className={classes.hint}>{t('draw.empty')}</p>}
      {cursor && (
        <span
          className={classes.cursor}
          data-down={cursor.down}
          style={{ left: `${cursor.x * 100}%`, top: `${cursor.y * 100}%` }}
          aria-hidden
        />
      )}
      <VisuallyHidden>
        <span id={help}>{t('draw.keyboard')}</span>
        <span role="status">{pen && t(cursor.down ? 'draw.penDown' : 'draw.penUp', pen)}</span>
      </VisuallyHidden>
    </div>
  );
}

const bounded = (value: number) => Math.min(Math.max(value, STEP), 1 - STEP);

/** Paints the canvas whenever the drawing or its size changes; returns how to stop. */
function paintFromStore(canvas: HTMLCanvasElement): () => void {
  let frame = 0;

  function paint() {
    frame = 0;
    const side = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    if (canvas.width !== side) {
      canvas.width = side;
      canvas.height = side;
    }
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, side, side);
    const shown = useLookedAt.getState();
    if (shown.source === 'test') {
      if (shown.pixels) paintImage(context, shown.pixels, side);
      return;
    }
    const ink = getComputedStyle(canvas).getPropertyValue('--canvas-ink');
    context.strokeStyle = ink;
    context.fillStyle = ink;
    for (const stroke of useDrawing.getState().strokes) drawStroke(context, stroke, side);
  }

  function schedule() {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }

  const size = new ResizeObserver(schedule);
  size.observe(canvas);
  const theme = new MutationObserver(schedule);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const stopDrawing = useDrawing.subscribe((state, before) => {
    if (state.strokes !== before.strokes) schedule();
  });
  const stopLooking = useLookedAt.subscribe((state, before) => {
    if (state.source !== before.source || (state.source === 'test' && state.pixels !== before.pixels)) schedule();
  });
  schedule();
  return () => {
    stopDrawing();
    stopLooking();
    theme.disconnect();
    size.disconnect();
    cancelAnimationFrame(frame);
  };
}

function paintImage(context: CanvasRenderingContext2D, pixels: NonNullable<LookedAt['pixels']>, side: number) {
  const cell = side / FRAME;
  const theme = document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
  for (let pixel = 0; pixel < FRAME * FRAME; pixel++) {
    context.fillStyle = cssColorOf(pixels[pixel], { kind: 'gray', max: 1 }, theme);
    const left = Math.floor((pixel % FRAME) * cell);
    const top = Math.floor(Math.floor(pixel / FRAME) * cell);
    context.fillRect(left, top, Math.ceil(cell), Math.ceil(cell));
  }
}
