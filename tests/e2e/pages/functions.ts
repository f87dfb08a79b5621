/** The functions: the groups, what is compared, the movable point, formulas and values. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from './training';

export type Tab = 'activations' | 'losses' | 'schedules' | 'initializers' | 'own';

export class Functions {
  readonly expression: Locator;
  readonly formulas: Locator;
  readonly shown: Locator;

  constructor(private readonly page: Page) {
    this.expression = page.locator('#expression');
    this.formulas = page.locator('#formulas');
    this.shown = page.getByRole('list', { name: 'In the plot' });
  }

  async goto(tab: Tab, query = ''): Promise<void> {
    await this.page.goto(`./#/functions/${tab}${query === '' ? '' : `?${query}`}`);
    await expect(this.page.locator(`#functions-${tab}`)).toHaveAttribute('aria-current', 'page');
  }

  async open(tab: Tab): Promise<void> {
    await this.page.locator(`#functions-${tab}`).click();
    await expect(this.page.locator(`#functions-${tab}`)).toHaveAttribute('aria-current', 'page');
  }

  look(kind: string): Promise<void> {
    return this.page.locator(`#function-${kind}`).click();
  }

  compare(name: string): Promise<void> {
    return this.page.getByRole('button', { name: `Compare ${name}`, exact: true }).click();
  }

  /** The movable point of a plot. */
  point(plot: string): Locator {
    return this.page.locator(`#plot-${plot}`).getByRole('slider');
  }

  /** Lines that are drawn in a plot. */
  lines(plot: string): Locator {
    return this.page.locator(`#plot-${plot} .recharts-line-curve`);
  }

  async type(field: string, value: number): Promise<void> {
    await this.page.locator(`#${field}`).fill(String(value));
    await this.page.locator(`#${field}`).press('Enter');
  }

  /** The numbers of a row of the table of values. */
  async values(name: string): Promise<number[]> {
    const row = this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
    const cells = await row.getByRole('cell').allInnerTexts();
    return cells.map(readNumber);
  }
}
