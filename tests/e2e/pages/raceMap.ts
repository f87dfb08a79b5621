/** The map of a race on a surface: its start, its window, many starts at once, and the surface in space. */
import { expect, type Locator, type Page } from '@playwright/test';

export class RaceMap {
  readonly plane: Locator;
  readonly start: Locator;
  readonly space: Locator;
  readonly outcomes: Locator;

  constructor(private readonly page: Page) {
    const card = page.locator('#race-map');
    this.plane = card.getByRole('application', { name: /^Map of f/ });
    this.start = card.getByRole('button', { name: /^Start at/ });
    this.space = page.locator('#map-space');
    this.outcomes = card.getByRole('region', { name: 'Many starts' });
  }

  /** Opens a race and waits for its map. */
  async goto(query: string): Promise<void> {
    await this.page.goto(`./#/race/?${query}`);
    await expect(this.page.locator('#race-map [data-raced]')).toBeVisible();
    await expect(this.plane).toBeVisible();
  }

  /** Presses at shares of the map's width and height, from its upper left corner. */
  async press(right: number, down: number): Promise<void> {
    const box = await this.plane.boundingBox();
    if (box === null) throw new Error('there is no map');
    await this.page.mouse.click(box.x + right * box.width, box.y + down * box.height);
  }

  async expectStart(x: number | string, y: number | string): Promise<void> {
    await expect(this.start).toHaveAccessibleName(`Start at x = ${x}, y = ${y}`);
  }

  async manyStarts(side: number): Promise<void> {
    await this.page.locator('#map-many').click();
    await this.outcomes.getByRole('radio', { name: `${side} × ${side}` }).check({ force: true });
  }

  async show(view: 'Contours' | '3-D' | 'Both'): Promise<void> {
    await this.page.locator('#race-map').getByRole('radio', { name: view }).check({ force: true });
  }
}
