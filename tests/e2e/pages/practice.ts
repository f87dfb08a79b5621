/** Learning by doing: hidden numbers, their questions, and the worksheet. */
import type { Locator, Page } from '@playwright/test';

export class Practice {
  readonly open: Locator;
  readonly tool: Locator;
  readonly question: Locator;
  readonly answer: Locator;
  readonly verdict: Locator;
  readonly score: Locator;
  readonly worksheet: Locator;
  readonly tasks: Locator;
  readonly key: Locator;
  /** Question marks that open a question, wherever they stand. */
  readonly hidden: Locator;

  constructor(private readonly page: Page) {
    this.open = page.getByRole('button', { name: 'Hide a value…' });
    this.tool = page.locator('#stepper-practice');
    this.question = page.locator('#practice-question');
    this.answer = this.question.getByRole('textbox');
    this.verdict = this.question.getByRole('status');
    this.score = page.locator('#practice-score');
    this.worksheet = page.locator('#stepper-worksheet');
    this.tasks = page.locator('#worksheet-tasks');
    this.key = page.locator('#worksheet-key');
    this.hidden = page.getByRole('main').getByRole('button', { name: /^hidden: / });
  }

  async hide(what: string): Promise<void> {
    await this.open.click();
    await this.tool.getByRole('button', { name: what, exact: true }).click();
  }

  /** The question mark of a number in the drawing of the network. */
  mark(name: RegExp): Locator {
    return this.page.locator('#stepper-network').getByRole('button', { name });
  }

  async type(text: string): Promise<void> {
    await this.answer.fill(text);
    await this.answer.press('Enter');
  }
}
