/**
 * Paints what moves on the map: trails and, above them, marks and arrows. Trails stay on their canvas: going forwards
 * only what is new is drawn, and only going back are they drawn anew, from paths that are kept. Everything the
 * store changes within a frame is painted once.
 */

import { surfaceOf } from '@/core/racing/surfaces';
import type { Race, Window } from '@/core/racing/types';
import { type OptimizersState, racerColour, racerDash, useOptimizers } from '../store';
import { type ArrowName, factorOf, type Vector, vectorsAt } from './arrows';
import type { Inks } from './inks';
import { traceMark } from './marks';
import { endOf, indexAt, nearestOn, type Trail, trailOf } from './trail';
import { isInside, type Projection, projectionOf, type Size } from './view';

export type Factors = Partial<Record<ArrowName, number>>;

export interface PainterOptions {
  trails: HTMLCanvasElement;
  marks: HTMLCanvasElement;
  /** Told when arrows are drawn at another scale. */
  onFactors(factors: Factors): void;
}

/** Trails are redrawn from so many pieces, in turns, so that they lie over one another as when they were played. */
const PIECES = 32;
const TRAIL_WIDTH = 2;
const MARK_RADIUS = 6;
const FAINT = 0.16;
const NOBODY: readonly string[] = [];
/** The gradient below and broader: with a momentum both point nearly the same way. */
const ARROWS: readonly { name: Exclude<ArrowName, 'box'>; color: string; width: number }[] = [
  { name: 'gradient', color: '--bwd', width: 4 },
  { name: 'velocity', color: '--neg-ink', width: 2 },
  { name: 'step', color: '--upd', width: 2.4 },
];

interface Drawn {
  trail: Trail;
  /** Kept places up to which the canvas has the trail. */
  upTo: number;
  pieces: (Path2D | undefined)[];
}

export class MapPainter {
  private inks: Inks = () => '';
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;
  private drawn: Drawn[] = [];
  private projection: Projection = { left: 0, across: 1, top: 0, up: -1 };
  private from: { race: Race | null; window: Window | null } = { race: null, window: null };
  private shown = { lit: null as string | null, fresh: false };
  private factors: Factors = {};
  private frame = 0;
  private covered = false;
  /** Ids of racers that are not drawn. */
  private absent: readonly string[] = [];
  private readonly unsubscribe: () => void;

  constructor(private readonly options: PainterOptions) {
    this.unsubscribe = useOptimizers.subscribe((state, before) => {
      if (
        state.position !== before.position ||
        state.race !== before.race ||
        state.document.window !== before.document.window ||
        state.document.hidden !== before.document.hidden ||
        state.hovered !== before.hovered ||
        state.lit !== before.lit ||
        state.chosen !== before.chosen ||
        state.overlays !== before.overlays ||
        state.pointed !== before.pointed
      ) {
        this.schedule();
      }
    });
  }

  dispose(): void {
    this.unsubscribe();
    cancelAnimationFrame(this.frame);
  }

  /** @param ratio device pixels a CSS pixel. */
  resize(size: Size, ratio: number, inks: Inks): void {
    this.size = size;
    this.ratio = ratio;
    this.inks = inks;
    for (const canvas of [this.options.trails, this.options.marks]) {
      canvas.width = Math.round(size.width * ratio);
      canvas.height = Math.round(size.height * ratio);
    }
    this.from.window = null;
    this.schedule();
  }

  /** Trails of single racers give way to those of many starts. */
  cover(covered: boolean): void {
    this.covered = covered;
    this.from.window = null;
    this.schedule();
  }

  /** The racer and the update whose place is nearest to a pixel, among what is drawn. */
  nearest(px: number, py: number, reach: number): { id: string; step: number } | null {
    const { race, position } = useOptimizers.getState();
    if (race === null || race !== this.from.race || this.covered) return null;
    let best: { id: string; step: number; distance: number } | null = null;
    this.drawn.forEach(({ trail }, i) => {
      if (this.absent.includes(race.tracks[i].id)) return;
      const found = nearestOn(trail, px, py, position, best?.distance ?? reach);
      if (found) best = { ...found, id: race.tracks[i].id };
    });
    return best;
  }

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  private paint(): void {
    const state = useOptimizers.getState();
    if (this.size.width === 0) return;
    const { race, document } = state;
    if (race !== this.from.race || document.window !== this.from.window) {
      this.projection = projectionOf(document.window, this.size);
      this.drawn = (race?.tracks ?? []).map((track) => ({
        trail: trailOf(track, this.projection),
        upTo: 0,
        pieces: [],
      }));
      this.from = { race, window: document.window };
      this.shown.fresh = false;
    }
    const absent = document.hidden ?? NOBODY;
    if (absent !== this.absent) this.shown.fresh = false;
    this.absent = absent;
    this.paintTrails(state);
    this.paintMarks(state);
  }

  private context(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const context = canvas.getContext('2d');
    context?.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    return context;
  }

  private paintTrails({ race, position, lit }: OptimizersState): void {
    const context = this.context(this.options.trails);
    if (!context) return;
    const targets = this.drawn.map(({ trail }) => indexAt(trail, position));
    const back = this.drawn.some(({ upTo }, i) => targets[i] < upTo);
    if (back || lit !== this.shown.lit || !this.shown.fresh) {
      context.clearRect(0, 0, this.size.width, this.size.height);
      this.shown = { lit, fresh: true };
      if (race && !this.covered) this.redraw(context, race, targets, position, lit);
    } else if (race && !this.covered) {
      this.drawn.forEach((one, i) => {
        if (targets[i] <= one.upTo) return;
        this.stroke(context, race, i, one.upTo, lit, pathOf(one.trail, one.upTo, targets[i]));
      });
    }
    this.drawn.forEach((one, i) => {
      one.upTo = targets[i];
    });
  }

  /** Piece by piece of all racers in turn; whole pieces are kept as paths. */
  private redraw(
    context: CanvasRenderingContext2D,
    race: Race,
    targets: readonly number[],
    position: number,
    lit: string | null,
  ): void {
    const length = Math.max(1, Math.ceil(race.spec.steps / PIECES));
    for (let piece = 0; piece * length < Math.max(position, 1); piece++) {
      this.drawn.forEach(({ trail, pieces }, i) => {
        const from = Math.max(0, indexAt(trail, piece * length));
        const to = indexAt(trail, (piece + 1) * length);
        if (from >= targets[i]) return;
        if (to > targets[i]) {
          this.stroke(context, race, i, from, lit, pathOf(trail, from, targets[i]));
        } else if (to > from) {
          pieces[piece] ??= pathOf(trail, from, to);
          this.stroke(context, race, i, from, lit, pieces[piece]!);
        }
      });
    }
  }

  private stroke(
    context: CanvasRenderingContext2D,
    race: Race,
    index: number,
    from: number,
    lit: string | null,
    path: Path2D,
  ): void {
    const id = race.tracks[index].id;
    if (this.absent.includes(id)) return;
    context.globalAlpha = lit === null || lit === id ? 1 : FAINT;
    context.strokeStyle = this.inks(racerColour(index));
    context.lineWidth = lit === id ? TRAIL_WIDTH + 1 : TRAIL_WIDTH;
    context.lineJoin = 'round';
    const dash = racerDash(index);
    context.setLineDash(dash as number[]);
    context.lineDashOffset = dash.length > 0 ? this.drawn[index].trail.length[from] : 0;
    context.stroke(path);
  }

  private paintMarks(state: OptimizersState): void {
    const context = this.context(this.options.marks);
    if (!context) return;
    context.clearRect(0, 0, this.size.width, this.size.height);
    const { race, position, chosen, lit, hovered } = state;
    if (race === null || this.covered) {
      this.tell({});
      return;
    }
    this.paintArrows(context, state);
    // The chosen racer last, above the others.
    const order = race.tracks.map((_, i) => i).sort((a, b) => rank(race, a, chosen, lit) - rank(race, b, chosen, lit));
    for (const i of order) {
      const track = race.tracks[i];
      if (this.absent.includes(track.id)) continue;
      context.globalAlpha = lit === null || lit === track.id ? 1 : FAINT * 2;
      if (hovered !== null && hovered <= track.steps) this.paintRing(context, i, track.x[hovered], track.y[hovered]);
      const k = Math.min(position, track.steps);
      if (track.stopped && position >= track.stopped.step) this.paintEnd(context, race, i);
      else this.paintMark(context, i, track.x[k], track.y[k], track.id === chosen || track.id === lit);
    }
    context.globalAlpha = 1;
  }

  private pixel(x: number, y: number): [number, number] {
    const { left, across, top, up } = this.projection;
    return [left + x * across, top + y * up];
  }

  /** A racer where it is; at the edge, and hollow, where it is outside. */
  private paintMark(context: CanvasRenderingContext2D, index: number, x: number, y: number, large: boolean): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const { width, height } = this.size;
    const [px, py] = this.pixel(x, y);
    const [cx, cy] = [Math.min(width - 8, Math.max(8, px)), Math.min(height - 8, Math.max(8, py))];
    const outside = px < -4 || py < -4 || px > width + 4 || py > height + 4;
    context.beginPath();
    if (outside) traceMark(context, index, cx, cy, MARK_RADIUS - 1);
    else traceMark(context, index, px, py, large ? MARK_RADIUS + 1 : MARK_RADIUS);
    context.setLineDash([]);
    context.lineJoin = 'round';
    context.strokeStyle = outside ? this.inks(racerColour(index)) : this.inks('--panel');
    context.fillStyle = outside ? this.inks('--panel') : this.inks(racerColour(index));
    context.lineWidth = outside ? 2 : 4;
    if (!outside) context.stroke();
    context.fill();
    if (outside) context.stroke();
  }

  private paintRing(context: CanvasRenderingContext2D, index: number, x: number, y: number): void {
    const [px, py] = this.pixel(x, y);
    if (!Number.isFinite(px) || !Number.isFinite(py)) return;
    context.setLineDash([]);
    for (const [color, width] of [
      ['--panel', 5],
      [racerColour(index), 2.5],
    ] as const) {
      context.beginPath();
      context.arc(px, py, 7, 0, 2 * Math.PI);
      context.strokeStyle = this.inks(color);
      context.lineWidth = width;
      context.stroke();
    }
  }

  /** A × where a racer was stopped, or where it left the map. */
  private paintEnd(context: CanvasRenderingContext2D, race: Race, index: number): void {
    const end = endOf(race.tracks[index], useOptimizers.getState().document.window);
    if (!end) return;
    const { width, height } = this.size;
    const [px, py] = this.pixel(end.x, end.y);
    const [cx, cy] = [Math.min(width - 9, Math.max(9, px)), Math.min(height - 9, Math.max(9, py))];
    context.setLineDash([]);
    context.lineCap = 'round';
    for (const [color, thick] of [
      ['--panel', 7],
      [racerColour(index), 3.2],
    ] as const) {
      context.beginPath();
      context.moveTo(cx - 5.5, cy - 5.5);
      context.lineTo(cx + 5.5, cy + 5.5);
      context.moveTo(cx + 5.5, cy - 5.5);
      context.lineTo(cx - 5.5, cy + 5.5);
      context.strokeStyle = this.inks(color);
      context.lineWidth = thick;
      context.stroke();
    }
    context.lineCap = 'butt';
  }

  private paintArrows(context: CanvasRenderingContext2D, state: OptimizersState): void {
    const { race, chosen, position, overlays, document, pointed } = state;
    const track = race?.tracks.find(({ id }) => id === chosen);
    const racer = race?.spec.racers.find(({ id }) => id === chosen);
    const factors: Factors = {};
    if (race && track && racer && !this.absent.includes(chosen) && !(track.stopped && position >= track.stopped.step)) {
      const k = Math.min(position, track.steps);
      const surface = surfaceOf(race.spec.surface);
      const vectors = vectorsAt(racer, track, position, (x, y) => surface.gradient(x, y));
      const [px, py] = this.pixel(track.x[k], track.y[k]);
      const scaled = (name: ArrowName, vector: Vector | null) => {
        const factor =
          (overlays[name] || pointed === name) && vector
            ? factorOf(vector, this.projection, this.factors[name] ?? null)
            : null;
        if (factor !== null) factors[name] = factor;
        return factor;
      };
      if (isInside(document.window, { x: track.x[k], y: track.y[k] })) {
        // What is pointed at in the numbers stands out.
        const strength = (name: ArrowName) => (pointed === null || pointed === name ? 1 : FAINT * 1.5);
        const size = scaled('box', vectors.box);
        if (size !== null && vectors.box) this.paintBox(context, px, py, vectors.box, size, strength('box'));
        for (const { name, color, width } of ARROWS) {
          const vector = vectors[name];
          const factor = scaled(name, vector);
          if (factor === null || !vector) continue;
          const [dx, dy] = [vector.x * factor * this.projection.across, vector.y * factor * this.projection.up];
          context.globalAlpha = strength(name);
          // The last step ends where the racer is; the others begin there.
          if (name === 'step') arrow(context, px - dx, py - dy, px, py, width, this.inks(color), this.inks('--panel'));
          else arrow(context, px, py, px + dx, py + dy, width, this.inks(color), this.inks('--panel'));
        }
        context.globalAlpha = 1;
      }
    }
    this.tell(factors);
  }

  /** Says at what scale arrows are drawn, where that has changed. */
  private tell(factors: Factors): void {
    const changed = [...ARROWS.map(({ name }) => name), 'box' as const].some(
      (name) => factors[name] !== this.factors[name],
    );
    this.factors = factors;
    if (changed) this.options.onFactors(factors);
  }

  private paintBox(
    context: CanvasRenderingContext2D,
    px: number,
    py: number,
    box: Vector,
    factor: number,
    strength: number,
  ): void {
    const width = Math.max(1.5, Math.abs(box.x * factor * this.projection.across));
    const height = Math.max(1.5, Math.abs(box.y * factor * this.projection.up));
    context.setLineDash([]);
    context.fillStyle = this.inks('--pos');
    context.globalAlpha = 0.14 * strength;
    context.fillRect(px - width, py - height, 2 * width, 2 * height);
    context.globalAlpha = strength;
    context.setLineDash([4, 3]);
    context.lineWidth = 1.5;
    context.strokeStyle = this.inks('--pos-ink');
    context.strokeRect(px - width, py - height, 2 * width, 2 * height);
    context.setLineDash([]);
  }
}

const rank = (race: Race, index: number, chosen: string, lit: string | null): number => {
  const { id } = race.tracks[index];
  return id === lit ? 2 : id === chosen ? 1 : 0;
};

function pathOf({ x, y }: Trail, from: number, to: number): Path2D {
  const path = new Path2D();
  path.moveTo(x[from], y[from]);
  for (let i = from + 1; i <= to; i++) path.lineTo(x[i], y[i]);
  return path;
}

/** With a light edge, so that it is seen on trails of its own colour. */
function arrow(
  context: CanvasRenderingContext2D,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  width: number,
  color: string,
  edge: string,
): void {
  const angle = Math.atan2(toY - fromY, toX - fromX);
  const length = Math.hypot(toX - fromX, toY - fromY);
  const head = Math.min(6.5 + width, length * 0.6);
  const at = (away: number, aside: number): [number, number] => [
    toX - away * Math.cos(angle) - aside * Math.sin(angle),
    toY - away * Math.sin(angle) + aside * Math.cos(angle),
  ];
  context.setLineDash([]);
  context.lineJoin = 'round';
  for (const [ink, grow] of [
    [edge, 3],
    [color, 0],
  ] as const) {
    context.strokeStyle = ink;
    context.fillStyle = ink;
    context.lineWidth = width + grow;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(...at(head * 0.8, 0));
    context.stroke();
    context.beginPath();
    context.moveTo(toX, toY);
    context.lineTo(...at(head, head * 0.5));
    context.lineTo(...at(head, -head * 0.5));
    context.closePath();
    context.lineWidth = Math.max(grow, 1);
    context.stroke();
    context.fill();
  }
}
