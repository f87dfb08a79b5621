/** The view of runs: the list, what is chosen of it, and what can be done. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Runs {
  readonly list: Locator;
  readonly rows: Locator;
  readonly comparison: Locator;
  readonly differences: Locator;
  readonly checkpoints: Locator;
  readonly undo: Locator;
  readonly deleteUnnamed: Locator;
  readonly csv: Locator;

  constructor(private readonly page: Page) {
    this.list = page.getByRole('list', { name: 'Runs', exact: true });
    this.rows = this.list.getByRole('listitem');
    this.comparison = page.getByRole('region', { name: 'Compare', exact: true });
    this.differences = page.getByRole('list', { name: 'Settings that differ' });
    this.checkpoints = page.getByRole('region', { name: 'Kept checkpoints' });
    this.undo = page.getByRole('button', { name: 'Undo', exact: true }).and(page.getByRole('main').getByRole('button'));
    this.deleteUnnamed = page.getByRole('button', { name: 'Delete all without a name' });
    this.csv = page.getByRole('button', { name: 'CSV' });
  }

  /** Goes from another view of the work to its runs. */
  async open(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: 'Runs', exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 2, name: 'Runs' })).toBeVisible();
  }

  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  names(): Promise<string[]> {
    return this.list.getByRole('heading').allInnerTexts();
  }

  choose(name: string): Promise<void> {
    return this.row(name).getByRole('checkbox').check();
  }

  async rename(name: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: `Rename ${name}` }).click();
    const field = this.page.getByRole('textbox', { name: 'Name of the run' });
    await field.fill(to);
    await field.press('Enter');
  }

  act(what: 'Open' | 'Resume' | 'Delete', name: string): Promise<void> {
    return this.page.getByRole('button', { name: `${what} ${name}`, exact: true }).click();
  }

  /** The curves as a table, the column of a heading, as written. */
  async column(name: string): Promise<string[]> {
    const region = this.page.getByRole('region', { name: 'As a table' });
    if (!(await region.isVisible())) await this.page.getByText('As a table', { exact: true }).click();
    await expect(region).toBeVisible();
    const heads = await region.getByRole('columnheader').allInnerTexts();
    const place = heads.indexOf(name);
    expect(place, `${name} in ${heads.join(', ')}`).toBeGreaterThan(0);
    return region
      .locator('tbody tr')
      .locator(`:nth-child(${place + 1})`)
      .allInnerTexts();
  }
}
