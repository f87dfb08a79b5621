/** Language and theme: the two buttons that every page has, at the same place in either language. */
import { expect, type Page } from '@playwright/test';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export const THEMES = ['light', 'dark'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Theme = (typeof THEMES)[number];

export class Switches {
  constructor(private readonly page: Page) {}

  private get root() {
    return this.page.locator('html');
  }

  async setLanguage(language: Language): Promise<void> {
    if ((await this.root.getAttribute('lang')) !== language) await this.page.locator('#language-switch').click();
    await this.expectLanguage(language);
  }

  async setTheme(theme: Theme): Promise<void> {
    if ((await this.root.getAttribute('data-theme')) !== theme) await this.page.locator('#theme-switch').click();
    await this.expectTheme(theme);
  }

  /** The document says so, and the button offers the other language in that language. */
  async expectLanguage(language: Language): Promise<void> {
    await expect(this.root).toHaveAttribute('lang', language);
    const other = language === 'en' ? '切换到中文' : 'Switch to English';
    await expect(this.page.getByRole('button', { name: other })).toBeVisible();
  }

  /** The document says so, and is as bright as it should be. */
  async expectTheme(theme: Theme): Promise<void> {
    await expect(this.root).toHaveAttribute('data-theme', theme);
    const brightness = () =>
      this.page.evaluate(() => {
        const [r, g, b] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
        return (r + g + b) / (3 * 255);
      });
    if (theme === 'dark') await expect.poll(brightness).toBeLessThan(0.4);
    else await expect.poll(brightness).toBeGreaterThan(0.6);
  }
}
