/** "Break it": mistakes to switch on, what gives them away, and the one that is hidden. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Faults {
  readonly banner: Locator;
  readonly tool: Locator;
  readonly check: Locator;
  readonly curve: Locator;
  readonly answer: Locator;
  readonly score: Locator;

  constructor(private readonly page: Page) {
    this.banner = page.locator('#stepper-fault-banner');
    this.tool = page.locator('#stepper-faults');
    this.check = page.locator('#stepper-fault-check');
    this.curve = page.locator('#stepper-fault-curve');
    this.answer = page.locator('#stepper-find-answer');
    this.score = page.locator('#stepper-find-score');
  }

  async open(): Promise<void> {
    await this.page.locator('#stepper-tools').getByRole('radio', { name: 'Break it' }).check({ force: true });
    await expect(this.tool).toBeVisible();
  }

  /** Switches a mistake on. */
  async breakIt(kind: string): Promise<void> {
    await this.head(kind).click();
    await expect(this.banner).toBeVisible();
  }

  head(kind: string): Locator {
    return this.tool.locator(`[data-fault=${kind}] > button`);
  }

  async mend(): Promise<void> {
    await this.banner.getByRole('button', { name: 'Mend' }).click();
    await expect(this.banner).toBeHidden();
  }

  /** Hides a mistake and returns what there is to choose from. */
  async hide(): Promise<string[]> {
    await this.tool.getByRole('radio', { name: 'Find the mistake' }).check({ force: true });
    await this.tool.getByRole('button', { name: 'Hide a mistake' }).click();
    await expect(this.banner).toContainText('Which one?');
    return this.tool
      .locator('[data-guess]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.guess!));
  }

  async guess(kind: string): Promise<void> {
    const choice = this.tool.locator(`[data-guess=${kind}]`);
    await choice.click();
    await expect(choice).toBeDisabled();
  }
}
