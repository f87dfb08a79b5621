/** Test accuracy, the confusion matrix and the images behind a cell. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from './training';

export class Confusion {
  readonly panel: Locator;
  readonly evaluate: Locator;
  readonly grid: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: 'Test accuracy' });
    this.evaluate = this.panel.getByRole('button', { name: /^Evaluat/ });
    this.grid = this.panel.getByRole('grid');
  }

  async accuracy(): Promise<number> {
    return readNumber(await this.panel.locator('#test-accuracy').innerText());
  }

  /** Counts of every cell, row by row, from what the cells are called. */
  async counts(): Promise<number[]> {
    const names = await this.grid
      .getByRole('button')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''));
    return names.map((name) => Number(/: (\d+) images?$/.exec(name)?.[1]));
  }

  async choose(truth: number, predicted: number): Promise<void> {
    await this.grid.getByRole('button', { name: new RegExp(`^true ${truth}, predicted ${predicted}:`) }).click();
  }

  /** The table of precision, recall and F1: a row a class, then the averages; as written. */
  async scores(): Promise<string[][]> {
    const table = this.panel.getByRole('table', { name: 'Precision, recall and F1' });
    await expect(table).toBeVisible();
    return table.evaluate((element) =>
      Array.from((element as HTMLTableElement).rows, (row) => Array.from(row.cells, (cell) => cell.innerText)).slice(1),
    );
  }

  /** Opens a cell; returns the images shown with it. */
  async open(truth: number, predicted: number): Promise<Locator> {
    await this.choose(truth, predicted);
    const images = this.panel.getByRole('img', { name: new RegExp(`true ${truth}, predicted ${predicted}$`) });
    await expect(images.first()).toBeVisible();
    return images;
  }
}
