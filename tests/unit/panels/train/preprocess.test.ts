/** The drawing is prepared as MNIST's authors did it; properties over random drawings, and hand-made ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX, CENTRE, centreOfMass, FRAME, INK_THRESHOLD, prepareDigit } from '@/panels/train/draw/preprocess';

interface Blot {
  x: number;
  y: number;
  radius: number;
}

const SIDE = 140;

/** Round blots of ink on white paper, each pixel 0 or 1. */
function paint(blots: Blot[], side = SIDE): Float32Array {
  const ink = new Float32Array(side * side);
  for (const { x, y, radius } of blots) {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        if (Math.hypot(column - x, row - y) <= radius) ink[row * side + column] = 1;
      }
    }
  }
  return ink;
}

const blots = fc.array(
  fc.record({
    x: fc.integer({ min: 10, max: SIDE - 11 }),
    y: fc.integer({ min: 10, max: SIDE - 11 }),
    radius: fc.integer({ min: 2, max: 10 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function extent(pixels: Float32Array) {
  let left = FRAME;
  let right = 0;
  let top = FRAME;
  let bottom = 0;
  for (let row = 0; row < FRAME; row++) {
    for (let column = 0; column < FRAME; column++) {
      if (pixels[row * FRAME + column] <= 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = row + 1;
    }
  }
  return { left, right, top, bottom, longer: Math.max(right - left, bottom - top) };
}

describe('prepareDigit', () => {
  it('has nothing to say about an empty drawing', () => {
    expect(prepareDigit(new Float32Array(SIDE * SIDE), SIDE, SIDE)).toBeNull();
    expect(prepareDigit(new Float32Array(SIDE * SIDE).fill(INK_THRESHOLD / 2), SIDE, SIDE)).toBeNull();
  });

  it('makes the longer side 20 pixels, keeps every value between paper and ink and no ink outside the frame', () => {
    fc.assert(
      fc.property(blots, (drawn) => {
        const ink = paint(drawn);
        const digit = prepareDigit(ink, SIDE, SIDE)!;
        expect(extent(digit.pixels).longer).toBe(BOX);
        const inkArea = ink.reduce((sum, value) => sum + value, 0);
        const mass = digit.pixels.reduce((sum, value) => sum + value, 0);
        // The mean over areas keeps the mass, at the new scale.
        expect(mass).toBeCloseTo(inkArea * digit.scale ** 2, 1);
        for (const value of digit.pixels) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-5);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('puts the centre of mass within half a pixel of the middle unless that would push ink out of the frame', () => {
    let centred = 0;
    fc.assert(
      fc.property(blots, (drawn) => {
        const digit = prepareDigit(paint(drawn), SIDE, SIDE)!;
        const centre = centreOfMass(digit.pixels, FRAME, FRAME);
        expect(centre.x).toBeCloseTo(digit.centre.x, 3);
        expect(centre.y).toBeCloseTo(digit.centre.y, 3);
        const { left, right, top, bottom } = extent(digit.pixels);
        const atEdge = { x: left === 0 || right === FRAME, y: top === 0 || bottom === FRAME };
        if (!atEdge.x) expect(Math.abs(centre.x - CENTRE)).toBeLessThanOrEqual(0.5 + 1e-4);
        if (!atEdge.y) expect(Math.abs(centre.y - CENTRE)).toBeLessThanOrEqual(0.5 + 1e-4);
        if (!atEdge.x && !atEdge.y) centred += 1;
      }),
      { numRuns: 60 },
    );
    expect(centred).toBeGreaterThan(30);
  });

  it('does not care where on the paper the digit was drawn', () => {
    const seven = [
      { x: 30, y: 30, radius: 5 },
      { x: 60, y: 30, radius: 5 },
      { x: 45, y: 75, radius: 5 },
    ];
    const moved = seven.map((blot) => ({ ...blot, x: blot.x + 41, y: blot.y + 27 }));
    const here = prepareDigit(paint(seven), SIDE, SIDE)!;
    const there = prepareDigit(paint(moved), SIDE, SIDE)!;
    expect(there.pixels).toEqual(here.pixels);
  });

  it('averages areas: a 40×20 block becomes 20×10, full inside, and half-covered pixels are half grey', () => {
    const block = new Float32Array(100 * 100);
    for (let row = 10; row < 30; row++) for (let column = 20; column < 60; column++) block[row * 100 + column] = 1;
    const even = prepareDigit(block, 100, 100)!;
    expect(even.scale).toBe(0.5);
    expect(extent(even.pixels)).toMatchObject({ left: 4, right: 24, bottom: 19, top: 9 });
    expect(even.pixels.filter((value) => value === 1)).toHaveLength(200);
    // 21 rows at half size: ten full pixels and one that is half paper.
    for (let column = 20; column < 60; column++) block[30 * 100 + column] = 1;
    const odd = prepareDigit(block, 100, 100)!;
    expect(odd.pixels.filter((value) => value === 1)).toHaveLength(200);
    expect(odd.pixels.filter((value) => Math.abs(value - 0.5) < 1e-6)).toHaveLength(20);
  });

  it('enlarges a dot to the whole box, as it would a small digit', () => {
    const dot = prepareDigit(paint([{ x: 50, y: 50, radius: 2 }]), SIDE, SIDE)!;
    expect(dot.scale).toBe(4);
    expect(extent(dot.pixels).longer).toBe(BOX);
  });

  it('keeps lopsided ink in the frame', () => {
    // A blot with a long thin tail: centring its mass would put the tail beyond the right edge.
    const side = 200;
    const ink = paint([{ x: 30, y: 100, radius: 25 }], side);
    for (let column = 30; column < 195; column++) ink[100 * side + column] = 1;
    const { left, right, longer } = extent(prepareDigit(ink, side, side)!.pixels);
    expect(longer).toBe(BOX);
    expect(right).toBe(FRAME);
    expect(left).toBe(FRAME - BOX);
  });
});
