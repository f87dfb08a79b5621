/** The first page: the cards of the demos, each with its live picture, and the way back to the last work. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Gallery {
  readonly cards: Locator;
  readonly continueLink: Locator;

  constructor(private readonly page: Page) {
    this.cards = page.getByRole('article');
    this.continueLink = page.locator('#continue');
  }

  async goto(search = ''): Promise<void> {
    await this.page.goto(`./${search}`);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  /** The card with this title. */
  card(title: string): Locator {
    return this.cards.filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  async open(title: string): Promise<void> {
    await this.card(title).getByRole('link', { name: title }).click();
  }

  /** The live picture of a card, described in words. */
  picture(title: string): Locator {
    return this.card(title).getByRole('img');
  }
}
