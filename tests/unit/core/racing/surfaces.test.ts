/** The surfaces: what is said of them is true, and their derivatives are those of their values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLatex } from '@/core/expr';
import { MOST_CHARACTERS, MOST_PARTS, readSurface } from '@/core/racing/ownSurface';
import { curvatureAt } from '@/core/racing/stability';
import { SURFACES, type Surface, surfaceOf } from '@/core/racing/surfaces';
import { LOGISTIC_POINTS } from '@/core/racing/surfaces/regressions';

const kinds = Object.keys(SURFACES);

/** Points spread over a window, the same every time. */
function spread({ window: { x, y } }: Pick<Surface, 'window'>, count: number): [number, number][] {
  const golden = 0.6180339887498949;
  return Array.from({ length: count }, (_, i) => [
    x[0] + (x[1] - x[0]) * ((i + 0.5) / count),
    y[0] + (y[1] - y[0]) * (((i + 0.3) * golden) % 1),
  ]);
}

const slope = (f: (t: number) => number, at: number, h = 1e-5 * Math.max(1, Math.abs(at))) =>
  (f(at + h) - f(at - h)) / (2 * h);

describe.each(kinds)('%s', (kind) => {
  const surface = surfaceOf({ kind });

  it('has its start and its minima in the window', () => {
    const { x, y } = surface.window;
    for (const at of [surface.start, ...surface.minima]) {
      expect(at.x > x[0] && at.x < x[1] && at.y > y[0] && at.y < y[1]).toBe(true);
    }
  });

  it('has gradient 0 at its minima, curves up there, and is nowhere lower', () => {
    const values = surface.minima.map(({ x, y }) => surface.value(x, y));
    for (const [i, { x, y }] of surface.minima.entries()) {
      for (const part of surface.gradient(x, y)) expect(Math.abs(part)).toBeLessThan(1e-12);
      const curvature = curvatureAt(surface, { x, y });
      if (kind !== 'ackley') expect(curvature?.smallest).toBeGreaterThan(0);
      expect(Math.abs(values[i] - values[0])).toBeLessThan(1e-12);
    }
    const least = Math.min(...spread(surface, 2000).map(([x, y]) => surface.value(x, y)));
    expect(least).toBeGreaterThanOrEqual(values[0]);
  });

  it('has the gradient and the curvature of its values', () => {
    for (const [x, y] of spread(surface, 40)) {
      const [gx, gy] = surface.gradient(x, y);
      const size = 1 + Math.abs(gx) + Math.abs(gy) + Math.abs(surface.value(x, y));
      expect(Math.abs(gx - slope((t) => surface.value(t, y), x)) / size).toBeLessThan(1e-6);
      expect(Math.abs(gy - slope((t) => surface.value(x, t), y)) / size).toBeLessThan(1e-6);
      const [xx, xy, yy] = surface.hessian(x, y);
      const scale = 1 + Math.abs(xx) + Math.abs(xy) + Math.abs(yy) + size;
      expect(Math.abs(xx - slope((t) => surface.gradient(t, y)[0], x)) / scale).toBeLessThan(1e-6);
      expect(Math.abs(xy - slope((t) => surface.gradient(x, t)[0], y)) / scale).toBeLessThan(1e-6);
      expect(Math.abs(yy - slope((t) => surface.gradient(x, t)[1], y)) / scale).toBeLessThan(1e-6);
    }
  });

  it('is the mean of its samples, if it has any', () => {
    const { samples } = surface;
    if (!samples) return;
    const each = samples.map((text) => readSurface(text)).flatMap((read) => ('surface' in read ? [read.surface] : []));
    expect(each).toHaveLength(samples.length);
    for (const [x, y] of spread(surface, 10)) {
      const mean = each.reduce((sum, one) => sum + one.value(x, y), 0) / each.length;
      expect(surface.value(x, y)).toBeCloseTo(mean, 10);
      const all = surface.sampleGradient(x, y, [...samples.keys()]);
      const [gx, gy] = surface.gradient(x, y);
      expect(all[0]).toBeCloseTo(gx, 9);
      expect(all[1]).toBeCloseTo(gy, 9);
      expect(surface.sampleGradient(x, y, [1])).toEqual(each[1].gradient(x, y));
    }
  });
});

describe('the registry', () => {
  it('knows the quadratics, and the same surface again', () => {
    const quadratic = kinds.filter((kind) => surfaceOf({ kind }).quadratic);
    expect(quadratic).toEqual(['bowl', 'ravine', 'noisyRavine', 'linearRegression']);
    expect(surfaceOf({ kind: 'ravine' })).toBe(surfaceOf({ kind: 'ravine' }));
    expect(() => surfaceOf({ kind: 'toString' })).toThrow('unknownSurface');
  });

  it('says how a surface bends: eigenvalues of the Hessian with their directions', () => {
    expect(curvatureAt(surfaceOf({ kind: 'ravine' }), { x: 3, y: 1 })).toMatchObject({ largest: 2, smallest: 0.1 });
    // Of the regression on 1 … 4 the Hessian is [[15, 5], [5, 2]].
    const bent = curvatureAt(surfaceOf({ kind: 'linearRegression' }), { x: 0, y: 0 })!;
    const root = Math.sqrt(6.5 ** 2 + 25);
    expect(bent.largest).toBeCloseTo(8.5 + root, 12);
    expect(bent.smallest).toBeCloseTo(8.5 - root, 12);
    const [{ x, y }] = bent.directions;
    expect(15 * x + 5 * y).toBeCloseTo(bent.largest * x, 10);
    expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
    expect(curvatureAt(surfaceOf({ kind: 'ackley' }), { x: 0, y: 0 })).toBeNull();
  });

  it('has the slope of the logistic regression to the last digits of float64', () => {
    const { minima, gradient, hessian } = surfaceOf({ kind: 'logisticRegression' });
    let slope = 1;
    for (let i = 0; i < 20; i++) slope -= gradient(slope, 0)[0] / hessian(slope, 0)[0];
    expect(minima).toHaveLength(1);
    expect(Math.abs(minima[0].x - slope)).toBeLessThanOrEqual(2 ** -51);
    expect(minima[0].y).toBe(0);
    // Written once more, without the expression language: −mean log p.
    const loss = LOGISTIC_POINTS.reduce((sum, [input, target]) => {
      const p = 1 / (1 + Math.exp(-slope * input));
      return sum - Math.log(target === 1 ? p : 1 - p) / LOGISTIC_POINTS.length;
    }, 0);
    expect(surfaceOf({ kind: 'logisticRegression' }).value(slope, 0)).toBeCloseTo(loss, 14);
  });
});

describe('typed functions', () => {
  const faultOf = (text: string) => {
    const read = readSurface(text);
    return 'fault' in read ? read.fault : null;
  };

  it('are read with gradient and curvature, as formulas too', () => {
    const read = readSurface('x^2 * y + sin(y)');
    if (!('surface' in read)) throw new Error('a fault');
    const { surface } = read;
    expect(surface.value(2, 3)).toBe(12 + Math.sin(3));
    expect(surface.gradient(2, 3)).toEqual([12, 4 + Math.cos(3)]);
    expect(surface.hessian(2, 3)).toEqual([6, 4, -Math.sin(3)]);
    expect(toLatex(surface.gradientExpr[0])).toContain('x');
    expect(surface).toMatchObject({ kind: 'own', minima: [], noise: 0, quadratic: false });
  });

  it('are pointed at where they are wrong', () => {
    expect(faultOf('  ')).toMatchObject({ code: 'empty', position: 0 });
    expect(faultOf('x^2 + z')).toEqual({ code: 'unknownName', position: 6, length: 1, params: { name: 'z' } });
    expect(faultOf('x^2 +')).toMatchObject({ code: 'unexpectedEnd', position: 5 });
    expect(faultOf('x + foo(y)')).toMatchObject({ code: 'unknownFunction', position: 4, length: 3 });
    expect(faultOf('max(x)')).toMatchObject({ code: 'wrongArity', params: { expected: 2, actual: 1 } });
    expect(faultOf(`x${'+x'.repeat(MOST_CHARACTERS)}`)).toMatchObject({ code: 'tooLong', position: MOST_CHARACTERS });
  });

  it('are refused when their derivative would be endless', () => {
    for (const text of ['x^'.repeat(198).concat('y'), `${'exp(x*y*'.repeat(40)}x${')'.repeat(40)}`]) {
      expect(faultOf(text)).toMatchObject({ code: 'tooLarge', params: { limit: MOST_PARTS } });
    }
    expect(faultOf(`${'('.repeat(199)}x${')'.repeat(199)}`)).toBeNull();
    expect(faultOf(`${'-'.repeat(390)}x`)).toMatchObject({ code: 'tooDeep' });
  });

  it('have their curvature from differences where it would be too long to write', () => {
    const text = Array.from({ length: 20 }, (_, i) => `tanh(x * y + ${i})`).join(' * ');
    const read = readSurface(text);
    if (!('surface' in read)) throw new Error('a fault');
    const { surface } = read;
    expect(surface.hessianExpr).toBeNull();
    const [xx, , yy] = surface.hessian(0.3, -0.2);
    expect(xx).toBeCloseTo(
      slope((t) => surface.gradient(t, -0.2)[0], 0.3),
      5,
    );
    expect(yy).toBeCloseTo(
      slope((t) => surface.gradient(0.3, t)[1], -0.2),
      5,
    );
  });

  it('have holes where they are not defined', () => {
    const surface = surfaceOf({ kind: 'own', text: 'log(x) + y^2', window: { x: [-1, 1], y: [-1, 1] } });
    expect(surface.value(-0.5, 0)).toBeNaN();
    expect(surface.value(0, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(() => surfaceOf({ kind: 'own', text: 'x +', window: surface.window })).toThrow('unexpectedEnd');
  });

  it('never throw, whatever is typed', () => {
    const pieces = [
      'x',
      'y',
      'z',
      '2',
      '.5',
      '1e9',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      ',',
      'sin(',
      'max(',
      'where(',
      '<',
      ' ',
      '#',
      'pi',
    ];
    const typed = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const read = readSurface(text);
        if ('fault' in read) {
          const { position, length } = read.fault;
          expect(position >= 0 && length >= 0 && position + length <= Math.max(text.length, position)).toBe(true);
        } else {
          expect(typeof read.surface.value(0.3, 0.4)).toBe('number');
          expect(read.surface.gradient(0.3, 0.4)).toHaveLength(2);
        }
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});
