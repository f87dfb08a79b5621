/** What the gallery promises: real templates with words in both languages, and an XOR network that really learns. */
import { describe, expect, it } from 'vitest';
import { ITEMS } from '@/app/gallery/items';
import { POINTS, XorTraining } from '@/app/gallery/xorTraining';
import { TEMPLATES } from '@/core/network/templates';
import en from '@/locales/en/gallery.json';
import zh from '@/locales/zh-CN/gallery.json';

describe('the gallery', () => {
  it('offers every template, worded in both languages', () => {
    expect(ITEMS.map((item) => item.template).sort()).toEqual(Object.keys(TEMPLATES).sort());
    for (const { template } of ITEMS) {
      expect(en.items[template].title).not.toBe('');
      expect(zh.items[template].title).not.toBe('');
    }
  });

  it('names the sizes of the networks as they are', () => {
    expect(ITEMS.map((item) => item.layers)).toEqual(['2–2–1', '784–128–10']);
  });

  it('shows an XOR network that learns, with a surface that goes through its outputs', () => {
    const training = new XorTraining(32);
    training.train();
    const first = training.loss;
    while (training.loss > 0.002 && training.step < 1500) training.train();
    expect(training.loss).toBeLessThan(0.002);
    expect(training.loss).toBeLessThan(first);
    const surface = training.surface();
    for (const { x, target } of POINTS) {
      // The picture spans −0.3 to 1.3 in 32 cells: 0 lies at the edge of cell 6, 1 of cell 26; rows count from the top.
      const column = 6 + 20 * x[0];
      const row = 31 - (6 + 20 * x[1]);
      expect(Math.abs(surface[row * 32 + column] - target)).toBeLessThan(0.2);
    }
  });
});
