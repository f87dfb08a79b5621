/** The drawing pad, and what the network makes of it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from './training';

/** Places on the pad, from 0 to 1 in both directions, y down. */
export type Stroke = [number, number][];

/** Digits as one might draw them. */
export const ONE: Stroke[] = [
  [
    [0.53, 0.2],
    [0.51, 0.5],
    [0.49, 0.8],
  ],
];
export const ZERO: Stroke[] = [
  Array.from({ length: 33 }, (_, i): [number, number] => {
    const turn = -Math.PI / 2 - (i / 32) * 2 * Math.PI;
    return [0.5 + 0.2 * Math.cos(turn), 0.5 + 0.28 * Math.sin(turn)];
  }),
];

export class Drawing {
  readonly panel: Locator;
  readonly pad: Locator;
  readonly clear: Locator;
  readonly undo: Locator;
  /** What is read aloud once the pen is up. */
  readonly answer: Locator;

  constructor(private readonly page: Page) {
    this.panel = page.getByRole('region', { name: 'Draw a digit' });
    this.pad = this.panel.getByRole('application', { name: 'Drawing pad' });
    this.clear = this.panel.getByRole('button', { name: 'Clear' });
    this.undo = this.panel.getByRole('button', { name: 'Undo the last stroke' });
    this.answer = this.panel.getByText(/^The network reads:/);
  }

  /** Draws with the mouse, point by point. `whileDown` runs before the pen is lifted from the last stroke. */
  async draw(strokes: Stroke[], whileDown?: () => Promise<void>): Promise<void> {
    const { mouse } = this.page;
    for (const [index, points] of (await this.onScreen(strokes)).entries()) {
      await mouse.move(...points[0]);
      await mouse.down();
      for (const point of points.slice(1)) await mouse.move(...point, { steps: 3 });
      if (index === strokes.length - 1) await whileDown?.();
      await mouse.up();
    }
  }

  /** Draws with a finger. */
  async touch(strokes: Stroke[]): Promise<void> {
    const device = await this.page.context().newCDPSession(this.page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      device.send('Input.dispatchTouchEvent', { type, touchPoints });
    for (const points of await this.onScreen(strokes)) {
      await send('touchStart', [{ x: points[0][0], y: points[0][1] }]);
      for (const [x, y] of points) await send('touchMove', [{ x, y }]);
      await send('touchEnd', []);
    }
    await device.detach();
  }

  private async onScreen(strokes: Stroke[]): Promise<[number, number][][]> {
    await this.pad.scrollIntoViewIfNeeded();
    const box = await this.pad.boundingBox();
    if (!box) throw new Error('The pad is not on screen.');
    return strokes.map((stroke) => stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]));
  }

  /** How opaque the ink is at a place on the pad, from 0 to 1. */
  inkAt([x, y]: [number, number]): Promise<number> {
    return this.pad.evaluate(
      (element, [x, y]) => {
        const canvas = element as HTMLCanvasElement;
        const context = canvas.getContext('2d');
        const pixel = context?.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1);
        return (pixel?.data[3] ?? 0) / 255;
      },
      [x, y] as const,
    );
  }

  /** The probability shown for a digit; NaN before there is one. */
  async probability(digit: number): Promise<number> {
    const item = this.panel.getByRole('list', { name: 'Probability of each digit' }).getByRole('listitem').nth(digit);
    return readNumber(await item.locator('.num').innerText());
  }

  async expectRead(digit: number): Promise<void> {
    await expect(this.answer).toHaveText(`The network reads: ${digit}`);
    await expect.poll(() => this.probability(digit)).toBeGreaterThan(0.5);
  }
}
