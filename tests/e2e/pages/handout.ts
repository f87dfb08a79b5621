/** First visit, presentation and handing out: the tour, the large view, the menu of files. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export interface SavedFile {
  name: string;
  content: Buffer;
}

export class Handout {
  readonly invitation: Locator;
  readonly tour: Locator;
  readonly replay: Locator;
  readonly presentation: Locator;
  readonly narration: Locator;
  readonly menu: Locator;

  constructor(private readonly page: Page) {
    this.invitation = page.getByRole('complementary', { name: 'New here?' });
    this.tour = page.locator('.driver-popover');
    this.replay = page.getByRole('button', { name: 'Tour of this view' });
    this.presentation = page.locator('#stepper-presentation');
    this.narration = page.locator('#stepper-narration');
    this.menu = page.getByRole('dialog', { name: 'Hand out' });
  }

  /** Waits for a page of the tour. */
  async expectScene(n: number): Promise<void> {
    await expect(this.tour.getByText(`${n} of 12`, { exact: true })).toBeVisible();
    await expect(this.tour.getByRole('button', { name: n === 12 ? 'Done' : 'Next' })).toBeFocused();
  }

  async openMenu(): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(this.menu).toBeVisible();
  }

  /** Presses a button of the menu and reads the file that comes. */
  async save(button: string): Promise<SavedFile> {
    const coming = this.page.waitForEvent('download');
    await this.menu.getByRole('button', { name: button, exact: true }).click();
    const download = await coming;
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }
}
