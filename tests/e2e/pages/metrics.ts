/** The metrics of the test set: numbers, curves and a threshold; and the panel that chooses the preprocessing. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from './training';

export class Metrics {
  readonly panel: Locator;
  readonly shown: Locator;
  readonly threshold: Locator;
  readonly rocPlot: Locator;
  readonly preprocessing: Locator;
  readonly kind: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: 'Metrics' });
    this.shown = this.panel.getByRole('combobox', { name: 'Show' });
    this.threshold = this.panel.getByRole('slider', { name: 'Threshold' });
    this.rocPlot = this.panel.getByRole('figure', { name: /^ROC curve/ });
    this.preprocessing = page.getByRole('region', { name: 'Preprocessing' });
    this.kind = this.preprocessing.getByRole('combobox', { name: 'Inputs go in' });
  }

  /** One of the numbers at the top, by its name. */
  async number(name: string): Promise<number> {
    const tile = this.panel.locator('dl > div').filter({ has: this.panel.page().getByText(name, { exact: true }) });
    return readNumber(await tile.locator('dd').first().innerText());
  }

  /** Area under the curve that is chosen, and of the mean of all: `AUC 0.9975 · macro 0.9987`. */
  async areas(): Promise<number[]> {
    const text = await this.rocPlot.getByText(/^AUC/).innerText();
    return (text.match(/\d\.\d+/g) ?? []).map(Number);
  }

  /** Clicks into the ROC plot. */
  async point(x: number, y: number): Promise<void> {
    const plot = this.rocPlot.locator('[data-plot]');
    const { width, height } = (await plot.boundingBox())!;
    await plot.click({ position: { x: x * width, y: (1 - y) * height } });
  }

  /** True positives, false negatives, false positives, true negatives. */
  async counts(): Promise<number[]> {
    const cells = this.panel.getByRole('table', { name: /^Answers at this threshold/ }).locator('td b');
    return (await cells.allInnerTexts()).map(readNumber);
  }

  async rate(name: 'Precision' | 'Recall' | 'False positive rate'): Promise<number> {
    const row = this.panel.getByRole('region', { name: 'Threshold', exact: true }).locator('dl > div');
    const own = row.filter({ has: this.panel.page().getByText(name, { exact: true }) });
    return readNumber(await own.locator('dd').innerText());
  }

  /** Cells of the table of thresholds, row by row. */
  async table(): Promise<string[][]> {
    await this.panel.getByText(/^Thresholds for/).click();
    const table = this.panel.getByRole('region', { name: /^Thresholds for/ });
    await expect(table).toBeVisible();
    return table
      .locator('tbody')
      .evaluate((body) =>
        Array.from((body as HTMLTableSectionElement).rows, (row) => Array.from(row.cells, (cell) => cell.innerText)),
      );
  }

  /** What the preprocessing makes of samples of a few numbers: before, after, back. */
  async rows(): Promise<string[][]> {
    const region = this.preprocessing.getByRole('region', { name: 'Samples to look at' });
    await expect(region).toBeVisible();
    return region
      .locator('tbody')
      .evaluate((body) =>
        Array.from((body as HTMLTableSectionElement).rows, (row) => Array.from(row.cells, (cell) => cell.innerText)),
      );
  }
}
