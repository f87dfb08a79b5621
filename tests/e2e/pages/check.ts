/** The tools that check gradients and show those of single samples. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Check {
  readonly check: Locator;
  readonly samples: Locator;
  readonly verdict: Locator;

  constructor(private readonly page: Page) {
    this.check = page.locator('#stepper-check');
    this.samples = page.locator('#stepper-samples');
    this.verdict = this.check.locator('#stepper-check-verdict');
  }

  async open(tool: 'Check' | 'Samples'): Promise<void> {
    await this.page.getByRole('radio', { name: tool, exact: true }).check();
  }

  async checkAll(): Promise<void> {
    await this.check.getByRole('button', { name: 'Check all' }).click();
    await expect(this.verdict).toBeVisible();
  }

  /** The three opinions on the gradient in focus. */
  async opinions(): Promise<Record<string, number>> {
    const rows = this.check.locator('[data-check]');
    const read = () =>
      rows.evaluateAll((all) =>
        all.map((row) => [
          (row as HTMLElement).dataset.check ?? '',
          row.querySelector<HTMLElement>('td')?.dataset.value ?? null,
        ]),
      );
    await expect.poll(async () => (await read()).filter(([, value]) => value === null)).toEqual([]);
    return Object.fromEntries((await read()).map(([name, value]) => [name, Number(value)]));
  }

  /** The gradients of the samples, in the order of the batch. */
  async gradients(): Promise<number[]> {
    const values = this.samples.locator('ol [data-value]');
    await expect(values.first()).toBeVisible();
    return values.evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset.value)));
  }

  async summary(of: 'mean' | 'deviation' | 'batch'): Promise<number> {
    const value = this.samples.locator(`[data-summary="${of}"] [data-value]`);
    return Number(await value.getAttribute('data-value'));
  }
}
