/** The training view: network and settings, curves in words and as a table, and what belongs to the data set. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface CurveSummary {
  steps: number;
  first: number;
  last: number;
  validation: number | null;
}

/** A number as the page writes it: `1,234`, `97.5%`, `−0.3`, `2.3e−5`; NaN when there is none. */
export function readNumber(text: string): number {
  const plain = text.trim().replaceAll('−', '-').replaceAll(',', '');
  const number = Number(plain.replace('%', ''));
  return plain.endsWith('%') ? number / 100 : number;
}

export class Training {
  readonly network: Locator;
  readonly learningRate: Locator;
  readonly optimizer: Locator;
  readonly batchSize: Locator;
  readonly width: Locator;
  readonly apply: Locator;

  constructor(private readonly page: Page) {
    this.network = page.getByRole('region', { name: 'Network', exact: true });
    this.learningRate = page.getByRole('textbox', { name: 'Learning rate' });
    this.optimizer = page.getByRole('combobox', { name: 'Optimizer' });
    this.batchSize = page.getByRole('textbox', { name: 'Batch size' });
    this.width = page.getByRole('textbox', { name: 'Width' });
    this.apply = page.getByRole('button', { name: 'Apply and reset' });
  }

  /** Types into a number field and leaves it with Enter. */
  async type(field: Locator, text: string): Promise<void> {
    await field.fill(text);
    await field.press('Enter');
  }

  /** What a field has to say below it: a reason, or that it needs a reset. */
  async noteOf(field: Locator): Promise<string> {
    const id = await field.getAttribute('aria-describedby');
    return id ? this.page.locator(`[id="${id}"]`).innerText() : '';
  }

  async show(metric: 'Loss' | 'Accuracy' | 'Learning rate'): Promise<void> {
    await this.page.getByRole('radio', { name: metric, exact: true }).check();
  }

  /** The curves in words, as a screen reader hears them; null before the first batch. */
  async summary(): Promise<CurveSummary | null> {
    const sentence = this.page.getByText(/^After [\d,]+ steps? the training/);
    if ((await sentence.count()) === 0) return null;
    const text = (await sentence.textContent()) ?? '';
    const match =
      /After (\S+) steps? the training \w+ (?:has gone from (\S+) to|is) (\S+?)\.(?: On .* it is (\S+)\.|\s*$)/.exec(
        text,
      );
    if (!match) throw new Error(`Not a summary: ${text}`);
    const [, steps, first, last, validation] = match;
    return {
      steps: readNumber(steps),
      first: readNumber(first ?? last),
      last: readNumber(last),
      validation: validation ? readNumber(validation) : null,
    };
  }

  /** The curves as a table: step, training, validation, as written. Waits for the row of step `last`. */
  async table(last: number): Promise<string[][]> {
    const region = this.page.getByRole('region', { name: 'As a table' });
    if (!(await region.isVisible())) await this.page.getByText('As a table', { exact: true }).click();
    const rows = region.locator('tbody').getByRole('row');
    await expect(rows.last().getByRole('cell').first()).toHaveText(last.toLocaleString('en'));
    const cells = await region
      .locator('tbody')
      .evaluate((body) =>
        Array.from((body as HTMLTableSectionElement).rows, (row) => Array.from(row.cells, (cell) => cell.innerText)),
      );
    await this.page.getByText('As a table', { exact: true }).click();
    return cells;
  }

  /** Of the plane of a network with two inputs: what the network answers to the samples, as written. */
  async answers(): Promise<string[]> {
    const table = this.page.getByRole('region', { name: 'The samples' }).getByRole('table');
    await expect(table.getByRole('row')).toHaveCount(5);
    return table.locator('tbody tr td:nth-child(4)').allInnerTexts();
  }
}
