/** The view of optimizers on the network: a race, the range test of the learning rate, the insides of the optimizer. */
import { expect, type Locator, type Page } from '@playwright/test';

export class NetworkRace {
  readonly start: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly summary: Locator;
  readonly results: Locator;
  readonly curves: Locator;
  readonly length: Locator;
  readonly plot: Locator;
  readonly csv: Locator;
  readonly startTest: Locator;

  constructor(private readonly page: Page) {
    const button = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
    this.start = button('Start the race');
    this.pause = button('Pause');
    this.resume = button('Resume');
    this.summary = page.locator('#race-summary');
    this.results = page.locator('#race-results');
    this.curves = page.getByRole('figure', { name: 'Curves of the race' }).locator('path.recharts-line-curve');
    this.length = page.getByRole('textbox', { name: /^(Steps|Epochs) of each$/ });
    this.plot = page.getByRole('slider', { name: 'Read the curves off' });
    this.csv = button('CSV');
    this.startTest = button('Start the test');
  }

  async show(part: 'Race' | 'Learning-rate range test' | 'Inside the optimizer'): Promise<void> {
    await this.page.getByRole('radio', { name: part, exact: true }).check();
  }

  async setLength(epochs: number): Promise<void> {
    await this.length.fill(String(epochs));
    await this.length.press('Enter');
  }

  /** Cells of a row of the results, its name first. */
  async row(name: string): Promise<string[]> {
    const row = this.results.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name }) });
    return row.locator('th, td').allInnerTexts();
  }

  async finished(): Promise<void> {
    await expect(this.summary).toContainText('leads with', { timeout: 20_000 });
  }
}
