/** Optimizers on surfaces: the place in the race, who races on what, how they stand, and what can be taken away. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export class Race {
  readonly bar: Locator;
  readonly play: Locator;
  readonly numbers: Locator;
  readonly curves: Locator;
  readonly expression: Locator;
  private readonly menu: Locator;

  constructor(private readonly page: Page) {
    this.bar = page.locator('#race-transport').getByRole('slider');
    this.play = page.locator('#race-play');
    this.numbers = page.locator('#race-numbers');
    this.curves = page.locator('#race-curves');
    this.expression = page.locator('#own-surface');
    this.menu = page.getByRole('dialog', { name: 'Take the race away' });
  }

  /** Opens a race and waits until it has been run. */
  async goto(query = ''): Promise<void> {
    await this.page.goto(`./#/race${query === '' ? '' : `/?${query}`}`);
    await expect(this.rows.first()).toBeVisible();
  }

  /** The updates made where one looks. */
  async expectPosition(step: number): Promise<void> {
    await expect(this.page.locator('#race-position b')).toHaveText(String(step));
  }

  async speed(stepsPerSecond: number): Promise<void> {
    await this.page.locator('#race-speed').selectOption(String(stepsPerSecond));
  }

  /** Drags the bar to a share of the race. */
  async scrub(share: number): Promise<void> {
    const box = await this.bar.boundingBox();
    if (box === null) throw new Error('there is no bar');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + share * box.width, y, { steps: 4 });
    await this.page.mouse.up();
  }

  private get rows(): Locator {
    return this.page.locator('#race-standing tbody tr');
  }

  /** Names of the racers as they stand, best first. */
  async standing(): Promise<string[]> {
    return (await this.rows.getByRole('rowheader').allInnerTexts()).map((text) => text.trim());
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  get summary(): Locator {
    return this.page.locator('#race-summary');
  }

  /** Races on a function to be typed in. */
  async ownFunction(): Promise<void> {
    await this.page.locator('#surface').click();
    await this.page.locator('#surface-own').click();
    await expect(this.expression).toBeVisible();
  }

  /** One more racer, with a learning rate. */
  async add(kind: string, id: string, learningRate: number): Promise<void> {
    await this.page.locator('#add-racer').click();
    await this.page.locator(`#add-${kind}`).click();
    const field = this.page.locator(`#racer-${id}-optimizer-learningRate`);
    await field.fill(String(learningRate));
    await field.press('Enter');
    await this.page.keyboard.press('Escape');
    await expect(field).toBeHidden();
  }

  /** The numbers along the value axis of the curves, from the lowest. */
  async valueAxis(): Promise<string[]> {
    return this.curves.locator('.recharts-cartesian-axis-tick-value[text-anchor="end"]').allTextContents();
  }

  /** A file of the export. */
  async save(button: string): Promise<string> {
    if (!(await this.menu.isVisible())) await this.page.locator('#race-export').click();
    const coming = this.page.waitForEvent('download');
    await this.menu.getByRole('button', { name: button, exact: true }).click();
    return (await readFile(await (await coming).path())).toString();
  }
}
