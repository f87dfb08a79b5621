/** The list of layers: each opened to change its settings, and what is said where one cannot be built. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Layers {
  readonly panel: Locator;

  constructor(private readonly page: Page) {
    // By its id: its words change with the language.
    this.panel = page.locator('#network');
  }

  /** The row of a layer. */
  row(id: string): Locator {
    return this.panel.getByRole('listitem').filter({ has: this.page.locator(`#layer-${id}`) });
  }

  async open(id: string): Promise<void> {
    const toggle = this.page.locator(`#layer-${id}`);
    if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
    await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  }

  /** A field of the layer that is open. */
  field(id: string, label: string): Locator {
    return this.row(id).getByLabel(label, { exact: true });
  }

  async type(id: string, label: string, text: string): Promise<void> {
    await this.open(id);
    await this.field(id, label).fill(text);
    await this.field(id, label).press('Enter');
  }

  /** What is said at a layer, with the button that mends it. */
  problem(id: string): { words: Locator; fix: Locator } {
    const alert = this.row(id).getByRole('alert');
    return { words: alert, fix: alert.getByRole('button') };
  }
}
