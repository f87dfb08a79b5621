/** What the gallery promises: real templates with words in both languages, and an XOR network that really learns. */
import { describe, expect, it } from 'vitest';
import learned from '@/app/gallery/conv1.json';
import { FILTERS, FirstMaps, FirstSpreads, MAP, strongest } from '@/app/gallery/firstLayer';
import { ITEMS } from '@/app/gallery/items';
import { POINTS, XorTraining } from '@/app/gallery/xorTraining';
import { PRESET_GROUPS } from '@/core/network/presets';
import { TEMPLATES } from '@/core/network/templates';
import en from '@/locales/en/gallery.json';
import presetsEn from '@/locales/en/presets.json';
import zh from '@/locales/zh-CN/gallery.json';
import presetsZh from '@/locales/zh-CN/presets.json';

/** Two images with something at every place. */
const IMAGES = [3, 7].map((pace) => Float32Array.from({ length: 28 * 28 }, (_, i) => Math.sin(i / pace) ** 2));

describe('the gallery', () => {
  it('offers every template, with a picture or among the examples, worded in both languages', () => {
    const offered = new Set([...ITEMS.map((item) => item.template), ...Object.values(PRESET_GROUPS).flat()]);
    expect([...offered].sort()).toEqual(Object.keys(TEMPLATES).sort());
    for (const id of Object.values(PRESET_GROUPS).flat()) {
      for (const { items } of [presetsEn, presetsZh])
        for (const words of Object.values(items[id])) expect(words).not.toBe('');
    }
    for (const { template } of ITEMS) {
      expect(en.items[template].title).not.toBe('');
      expect(zh.items[template].title).not.toBe('');
    }
  });

  it('names the sizes of the networks as they are', () => {
    expect(ITEMS.map((item) => item.layers)).toEqual(['2–2–1', '784–128–10', '32–64–64', '32–64–64']);
  });

  it('shows maps of real filters: each is its kernel and bias at every place, and relu', () => {
    const [image] = IMAGES;
    const [map] = new FirstMaps([5]).of(image);
    const at = (row: number, column: number) => {
      let sum = learned.bias[5];
      for (let cell = 0; cell < 9; cell++) {
        const pixel = image[(row + Math.floor(cell / 3)) * 28 + column + (cell % 3)];
        sum += pixel * learned.kernel[cell * FILTERS + 5];
      }
      return Math.max(0, sum);
    };
    for (const [row, column] of [
      [0, 0],
      [9, 12],
      [13, 10],
      [25, 25],
    ]) {
      expect(map[row * MAP + column]).toBeCloseTo(at(row, column), 9);
    }
    const strong = strongest(12, [image]);
    expect(new Set(strong).size).toBe(12);
    const means = new FirstMaps(strong).of(image).map((values) => values.reduce((a, b) => a + b, 0));
    expect(Math.min(...means)).toBeGreaterThan(0);
  });

  it('shows channels with mean 0 and deviation 1 after batch normalization, and as they were before', () => {
    const { before, after } = new FirstSpreads([1, 5, 9], IMAGES.length).of(IMAGES);
    after.forEach(({ mean, deviation }, i) => {
      expect(mean).toBeCloseTo(0, 9);
      // Epsilon, 0.001, keeps it a little below 1.
      const { deviation: raw } = before[i];
      expect(deviation).toBeCloseTo(raw / Math.sqrt(raw ** 2 + 0.001), 9);
    });
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
