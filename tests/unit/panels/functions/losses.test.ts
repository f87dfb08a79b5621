/** Losses along a prediction: their graphs against central differences. */
import { describe, expect, it } from 'vitest';
import {
  alongAxis,
  domainOf,
  LOSS_KINDS,
  lossesOf,
  lossPlane,
  lossSettings,
  setupOf,
} from '@/panels/functions/model/losses';
import { lossFormulas } from '@/panels/functions/model/lossFormulas';

const PLACE = { real: [1.3], probability: [0.7], margin: [0.4], count: [2.5], classes: [0.4, -1, 1.2] } as const;
const TARGET = { real: [-0.2], probability: [1], margin: [1], count: [3], classes: [0, 0, 1] } as const;

describe('losses over prediction and target', () => {
  it.each(LOSS_KINDS)('%s: the gradient is that of central differences, one sample or many', (kind) => {
    const domain = domainOf(kind);
    for (const over of ['prediction', 'logit'] as const) {
      const setup = setupOf(kind, domain, over, {});
      const [place, target] = [PLACE[domain], TARGET[domain]];
      const h = 1e-5;
      place.forEach((x, axis) => {
        const xs = [x - h, x, x + h];
        const { loss, slope } = alongAxis(setup, place, axis, target, xs);
        expect(slope[1]).toBeCloseTo((loss[2] - loss[0]) / (2 * h), 6);
        const alone = lossesOf(setup, Float64Array.from(place), Float64Array.from(target));
        expect(alone.loss[0]).toBeCloseTo(loss[1], 12);
        expect(alone.gradient[axis]).toBeCloseTo(slope[1], 12);
      });
    }
  });

  it('the same samples one by one and 130 at once', () => {
    const setup = setupOf('huber', 'real', 'prediction', { delta: 0.5 });
    const xs = Array.from({ length: 130 }, (_, i) => -4 + i / 16);
    const { loss } = alongAxis(setup, [0], 0, [1], xs);
    for (const [i, x] of xs.entries())
      expect(loss[i]).toBeCloseTo(Math.abs(x - 1) <= 0.5 ? (x - 1) ** 2 / 2 : 0.5 * (Math.abs(x - 1) - 0.25), 12);
  });

  it('a confident mistake: cross-entropy still pulls, squared error has stopped', () => {
    const slope = (kind: string) => alongAxis(setupOf(kind, 'probability', 'logit', {}), [0], 0, [1], [-8]).slope[0];
    expect(slope('binaryCrossentropy')).toBeCloseTo(-1, 3);
    expect(Math.abs(slope('meanSquaredError'))).toBeLessThan(0.001);
  });

  it('the plane has its zeros where prediction and target agree, targets from the top', () => {
    const places = [-1, 0, 1];
    const plane = lossPlane(setupOf('meanSquaredError', 'real', 'prediction', {}), places, places);
    expect([...plane]).toEqual([4, 1, 0, 1, 0, 1, 0, 1, 4]);
  });

  it('formulas end in the loss and its slope', () => {
    const lines = lossFormulas(setupOf('huber', 'real', 'prediction', {}), [3], [1]);
    expect(lines.map(({ value }) => value)).toEqual([1.5, 1]);
    expect(lossSettings('huber').map(({ name }) => name)).toEqual(['delta']);
    for (const kind of LOSS_KINDS) {
      const domain = domainOf(kind);
      expect(lossFormulas(setupOf(kind, domain, 'logit', {}), PLACE[domain], TARGET[domain]).length).toBeGreaterThan(0);
    }
  });
});
