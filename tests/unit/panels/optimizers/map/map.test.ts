/** The map of a race without a canvas: windows, levels, contour lines, trails, and where many starts lead. */
import { describe, expect, it } from 'vitest';
import type { Track } from '@/core/racing/types';
import { factorOf, roundFactor } from '@/panels/optimizers/map/arrows';
import { contourLines } from '@/panels/optimizers/map/contours';
import { bandOf, levelText, scaleOf, shareOf } from '@/panels/optimizers/map/levels';
import { gridOf, meshOf, piecesAt, placeOf, spaceTrail } from '@/panels/optimizers/map/space/mesh';
import { outcomeOf, startsIn, tallyOf } from '@/panels/optimizers/map/swarm';
import { endOf, indexAt, nearestOn, trailOf } from '@/panels/optimizers/map/trail';
import { edgeCrossing, panned, pointAt, projectionOf, roundedTo, tidy, zoomed } from '@/panels/optimizers/map/view';

const WINDOW = { x: [-2, 2], y: [-1, 3] } as const;
const SIZE = { width: 400, height: 200 };

/** A track along these places; the loss is x² + y². */
function trackOf(places: readonly (readonly [number, number])[], stopped: Track['stopped'] = null): Track {
  const x = Float64Array.from(places, ([value]) => value);
  const y = Float64Array.from(places, ([, value]) => value);
  const none = new Float64Array(places.length).fill(Number.NaN);
  return {
    id: 'a',
    steps: places.length - 1,
    x,
    y,
    loss: x.map((value, i) => value ** 2 + y[i] ** 2),
    gradientX: none,
    gradientY: none,
    learningRate: none,
    states: {},
    stopped,
  };
}

describe('window and pixels', () => {
  it('puts the corners of the window into those of the map', () => {
    const { left, across, top, up } = projectionOf(WINDOW, SIZE);
    expect([left - 2 * across, top + 3 * up]).toEqual([0, 0]);
    expect([left + 2 * across, top - up]).toEqual([400, 200]);
    expect(pointAt(WINDOW, SIZE, 100, 50)).toEqual({ x: -1, y: 2 });
  });

  it('zooms about a point that stays, and back again', () => {
    const at = { x: 1, y: 0 };
    const near = zoomed(WINDOW, 0.5, at);
    expect(near).toEqual({ x: [-0.5, 1.5], y: [-0.5, 1.5] });
    const back = zoomed(near, 2, at);
    expect(back.x[0]).toBeCloseTo(-2, 12);
    expect(back.y[1]).toBeCloseTo(3, 12);
  });

  it('stops where float64 would no longer tell places apart, on both axes at once', () => {
    let window: { x: readonly [number, number]; y: readonly [number, number] } = { x: [999, 1001], y: [-1, 1] };
    for (let i = 0; i < 200; i++) window = zoomed(window, 0.5, { x: 1000, y: 0 });
    const [width, height] = [window.x[1] - window.x[0], window.y[1] - window.y[0]];
    expect(width).toBeGreaterThan(1e-7);
    expect(height / width).toBeCloseTo(1, 3);
  });

  it('moves by shares of itself', () => {
    expect(panned(WINDOW, 0.25, -0.5)).toEqual({ x: [-1, 3], y: [-3, 1] });
  });

  it('rounds a place to what a pixel tells', () => {
    expect(roundedTo(WINDOW, { x: 0.123456, y: -0.98765 })).toEqual({ x: 0.123, y: -0.988 });
    expect(roundedTo({ x: [0, 1e-6], y: [0, 1000] }, { x: 1.23456e-7, y: 12.345 })).toEqual({ x: 1.23e-7, y: 12 });
  });

  it('writes the ends of a window with no more digits than a pixel needs', () => {
    expect(tidy({ x: [-2.4319654427645787, 1.5680345572354213], y: [1e-7, 3e-7] })).toEqual({
      x: [-2.432, 1.568],
      y: [1e-7, 3e-7],
    });
  });

  it('finds where a way leaves the window, also a way without end', () => {
    expect(edgeCrossing(WINDOW, { x: 0, y: 0 }, { x: 4, y: 2 })).toEqual({ x: 2, y: 1 });
    expect(edgeCrossing(WINDOW, { x: 0, y: 0 }, { x: 1, y: Number.NEGATIVE_INFINITY })).toEqual({ x: 0, y: -1 });
  });
});

describe('levels', () => {
  it('puts powers of ten apart evenly, counted from the lowest value known', () => {
    const scale = scaleOf('log', 2.001, 1002, 2);
    expect(scale.base).toBe(2);
    expect(shareOf(scale, 1002)).toBeCloseTo(1, 12);
    expect(shareOf(scale, 2)).toBe(0);
    const strong = scale.levels.filter((level) => level.strong).map(({ value }) => value - 2);
    for (const [i, value] of [0.01, 0.1, 1, 10, 100].entries()) expect(strong[i]).toBeCloseTo(value, 9);
    const gaps = scale.levels.filter(({ strong }) => strong).map(({ share }) => share);
    expect(gaps[2] - gaps[1]).toBeCloseTo(gaps[1] - gaps[0], 12);
  });

  it('shows six powers of ten at most, however near the minimum a cell is', () => {
    const scale = scaleOf('log', 1e-30, 1000, 0);
    expect(scale.high - scale.low).toBeCloseTo(6, 12);
  });

  it('counts from a little below the lowest where no minimum is known', () => {
    const scale = scaleOf('log', -4, 6);
    expect(scale.base).toBeCloseTo(-4.1, 12);
    expect(shareOf(scale, -4)).toBeCloseTo(0, 12);
    expect(shareOf(scale, 6)).toBeCloseTo(1, 12);
  });

  it('takes round values for linear levels, and names them', () => {
    const scale = scaleOf('linear', -1.3, 12.2);
    expect(scale.levels.map(({ value }) => value)).toEqual([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(levelText(scale, scale.levels[0])).toBe('−1');
    expect(bandOf(scale.levels, shareOf(scale, 0.5))).toBe(2);
  });

  it('has no lines on a plain, and no share in a hole', () => {
    const flat = scaleOf('log', 3, 3);
    expect(flat.levels).toEqual([]);
    expect(shareOf(flat, 3)).toBe(0.5);
    expect(shareOf(flat, Number.NaN)).toBeNaN();
    expect(scaleOf('log', Number.NaN, Number.NaN).levels).toEqual([]);
  });
});

describe('contour lines', () => {
  it('follow a slope where it has the height', () => {
    const values = [0, 1, 2, 0, 1, 2, 0, 1, 2];
    const [pieces] = contourLines(values, 3, 3, [0.25]);
    expect(pieces).toHaveLength(8);
    expect(pieces.filter((_, i) => i % 2 === 0)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('closes around a hill, with every end met by another piece', () => {
    const side = 9;
    const values = Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [(i % side) - 4, Math.floor(i / side) - 4];
      return 10 - x * x - y * y;
    });
    const [pieces] = contourLines(values, side, side, [3.5]);
    const ends = new Map<string, number>();
    for (let i = 0; i < pieces.length; i += 2) {
      const key = `${pieces[i].toFixed(9)} ${pieces[i + 1].toFixed(9)}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
    }
    expect(pieces.length).toBeGreaterThan(0);
    expect([...ends.values()].every((count) => count === 2)).toBe(true);
  });

  it('keeps high corners together where the middle is high', () => {
    const corners = [1, 0, 0, 1]; // (0,0) and (1,1) are high.
    const [high] = contourLines(corners, 2, 2, [0.4]);
    const [low] = contourLines(corners, 2, 2, [0.6]);
    // Pieces cut off the low corners, or the high ones.
    const cuts = (pieces: number[]) => pieces.map((value) => Number(value.toFixed(6))).join(' ');
    expect(cuts(high)).toBe('0 0.6 0.4 1 0.6 0 1 0.4');
    expect(cuts(low)).toBe('0 0.4 0.4 0 1 0.6 0.6 1');
  });

  it('ends at holes', () => {
    expect(contourLines([0, 1, Number.NaN, 1], 2, 2, [0.5])[0]).toEqual([]);
  });
});

describe('trails', () => {
  const projection = projectionOf(WINDOW, SIZE);

  it('keep only what a pixel tells apart, with the way up to it', () => {
    const trail = trailOf(
      trackOf([
        [-2, 3],
        [-1.9999, 3],
        [-1, 3],
        [-1, 2],
      ]),
      projection,
    );
    expect(trail.count).toBe(3);
    expect([...trail.steps.subarray(0, 3)]).toEqual([0, 2, 3]);
    expect([...trail.length.subarray(0, 3)]).toEqual([0, 100, 150]);
    expect([0, 1, 2, 3].map((k) => indexAt(trail, k))).toEqual([0, 0, 1, 2]);
  });

  it('end before what is no number, and stay drawable where numbers are huge', () => {
    const trail = trailOf(
      trackOf([
        [0, 0],
        [1e200, 0],
        [Number.NaN, 0],
      ]),
      projection,
    );
    expect(trail.count).toBe(2);
    expect(trail.x[1]).toBeLessThan(1e5);
  });

  it('are found near a pixel, as far as they have come', () => {
    const trail = trailOf(
      trackOf([
        [-2, 3],
        [0, 3],
        [2, 3],
      ]),
      projection,
    );
    expect(nearestOn(trail, 395, 4, 2, 12)?.step).toBe(2);
    expect(nearestOn(trail, 395, 4, 1, 12)).toBeNull();
    expect(nearestOn(trail, 203, 2, 2, 12)?.step).toBe(1);
  });

  it('mark the end of a racer at the edge that it left by', () => {
    const gone = trackOf([
      [0, 0],
      [1, 1],
      [5, 1],
      [-30, 1],
    ]);
    expect(endOf(gone, WINDOW)).toEqual({ x: 2, y: 1 });
    expect(
      endOf(
        trackOf([
          [0, 0],
          [1, 1],
        ]),
        WINDOW,
      ),
    ).toEqual({ x: 1, y: 1 });
    expect(endOf(trackOf([[9, 9]]), WINDOW)).toBeNull();
  });
});

describe('the scale of arrows', () => {
  it('is a round number below what would be long', () => {
    expect([roundFactor(72), roundFactor(0.0049), roundFactor(5e6)]).toEqual([50, 0.002, 5e6]);
  });

  it('is 1 while the arrow is seen as it is, and stays while it serves', () => {
    const projection = projectionOf(WINDOW, SIZE);
    expect(factorOf({ x: 0.5, y: 0 }, projection, null)).toBe(1);
    const factor = factorOf({ x: 1e-3, y: 0 }, projection, null);
    expect(factor).toBe(500);
    expect(factorOf({ x: 1.5e-3, y: 0 }, projection, factor)).toBe(500);
    expect(factorOf({ x: 1e-4, y: 0 }, projection, factor)).toBe(5000);
    expect(factorOf({ x: 0, y: 0 }, projection, factor)).toBeNull();
    expect(factorOf({ x: 1e-9, y: 0 }, projection, null)).toBeNull();
  });
});

describe('many starts', () => {
  it('lie in the middle of equal cells', () => {
    expect(startsIn(WINDOW, 2)).toEqual([
      { x: -1, y: 0 },
      { x: 1, y: 0 },
      { x: -1, y: 2 },
      { x: 1, y: 2 },
    ]);
  });

  it('are counted by where they end', () => {
    const minima = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ];
    const paths = [
      [0, 1, 0.02, 0],
      [0, 1, 0.96, 0.01],
      [0, 1, 0.5, 0.5],
      [0, 1],
    ].map((path) => Float64Array.from(path));
    const outcomes = paths.map((path) => outcomeOf(path, 1, minima, 0.1));
    expect(outcomes).toEqual([0, 1, 'way', 'gone']);
    expect(tallyOf(outcomes, 2)).toEqual({ minima: [1, 1], way: 1, gone: 1, all: 4 });
  });
});

describe('the surface in space', () => {
  const field = {
    window: { x: [0, 3], y: [0, 2] } as const,
    columns: 3,
    rows: 2,
    values: Float64Array.from([0, 1, 2, 2, 3, Number.NaN]),
    least: 0,
    most: 3,
  };
  const scale = scaleOf('linear', 0, 3);

  const grid = gridOf(field, scale);

  it('has two triangles for every square without a hole', () => {
    const { positions, indices, uvs } = meshOf(grid);
    expect(positions).toHaveLength(18);
    expect(indices).toHaveLength(6);
    expect(Math.max(...indices)).toBeLessThan(5);
    expect([...uvs.subarray(0, 2)]).toEqual([expect.closeTo(1 / 6, 6), 0.25]);
  });

  it('carries points where the mesh is: on its vertices, and half-way between them', () => {
    const { positions } = meshOf(grid);
    const vertex = (at: number) => [...positions.subarray(3 * at, 3 * at + 3)];
    const close = (place: readonly number[]) => place.map((value) => expect.closeTo(value, 6));
    expect(placeOf(grid, 1.5, 0.5)).toEqual(close(vertex(1)));
    expect(placeOf(grid, 1, 0.5)).toEqual(close(vertex(0).map((value, i) => (value + vertex(1)[i]) / 2)));
    expect(placeOf(grid, 4, 0.5)).toBeNull();
    expect(placeOf(grid, 2.5, 1.5)).toBeNull();
  });

  it('breaks trails where they leave the window', () => {
    const trail = spaceTrail(
      trackOf([
        [0, 0],
        [1, 1],
        [9, 1],
        [0.5, 1],
        [0.5, 0],
      ]),
      grid,
    );
    expect([...trail.steps]).toEqual([1, 4]);
    expect([0, 1, 3, 4].map((k) => piecesAt(trail, k))).toEqual([0, 1, 1, 2]);
  });
});
