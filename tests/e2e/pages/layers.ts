/** The list of layers: each opened to change its settings, and what is said where one cannot be built. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Layers {
  readonly panel: Locator;
  readonly addButton: Locator;
  readonly dialog: Locator;
  /** In the place of a layer that was removed. */
  readonly takeBack: Locator;

  constructor(private readonly page: Page) {
    // By its id: its words change with the language.
    this.panel = page.locator('#network');
    this.addButton = page.locator('#add-layer');
    this.dialog = page.getByRole('dialog', { name: 'Add a layer' });
    this.takeBack = page.locator('#undo-remove-layer');
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

  /** Names of the layers, from the first on. */
  names(): Promise<string[]> {
    return this.panel.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.id.replace('layer-', '')));
  }

  /** The button that opens a layer. */
  toggle(id: string): Locator {
    return this.page.locator(`#layer-${id}`);
  }

  /** One of the things that can be done with a layer; it is opened for that. */
  async tool(tool: 'up' | 'down' | 'add-after' | 'duplicate' | 'residual' | 'remove', id: string): Promise<Locator> {
    await this.open(id);
    return this.page.locator(`#${tool}-${id}`);
  }

  /** What is offered of a kind in the open dialog. */
  offer(kind: string): Locator {
    return this.page.locator(`#add-${kind}`);
  }

  /** Adds a layer of a kind behind another one, or behind the input. */
  async addAfter(before: string | null, kind: string): Promise<void> {
    if (before === null) {
      await this.addButton.click();
      await this.dialog.getByLabel('Place').selectOption('after Input');
    } else {
      await (await this.tool('add-after', before)).click();
    }
    await this.offer(kind).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Adds up a layer and an earlier one: the residual connection in two presses. */
  async addResidual(id: string, earlier: string): Promise<void> {
    await (await this.tool('residual', id)).click();
    await this.page.locator(`#residual-${id}-${earlier}`).click();
  }

  /** Drags a row by its handle to just above another one. */
  async dragAbove(id: string, other: string): Promise<void> {
    const row = this.row(id);
    await row.hover();
    const from = (await row.getByTitle('Drag to another place').boundingBox())!;
    const to = (await this.row(other).boundingBox())!;
    const x = from.x + from.width / 2;
    await this.page.mouse.move(x, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x, to.y + to.height / 2, { steps: 4 });
    await this.page.mouse.move(x, to.y + 4, { steps: 2 });
    await this.page.mouse.up();
  }
}
