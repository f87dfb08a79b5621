/** The step view: the timeline, every number shown with the node and element it belongs to, and what can be changed. */
import { expect, type Locator, type Page } from '@playwright/test';

/** A number on the screen: where it belongs in the graph, its exact value, and how it is written. */
export interface ShownNumber {
  node: number;
  element: number;
  value: number;
  text: string;
}

export class Stepper {
  readonly network: Locator;
  readonly timeline: Locator;
  readonly slider: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly first: Locator;
  readonly last: Locator;
  readonly apply: Locator;
  readonly undoUpdate: Locator;
  readonly undoChanges: Locator;

  constructor(page: Page) {
    const button = (name: string) => this.timeline.getByRole('button', { name, exact: true });
    this.network = page.getByRole('region', { name: 'Network', exact: true });
    this.timeline = page.getByRole('region', { name: 'Timeline' });
    this.slider = this.timeline.getByRole('slider', { name: 'Timeline' });
    this.next = button('One step on');
    this.previous = button('One step back');
    this.first = button('To the start');
    this.last = button('To the end');
    this.apply = page.getByRole('button', { name: 'Apply the update' });
    this.undoUpdate = page.getByRole('button', { name: 'Undo the update' });
    this.undoChanges = page.getByRole('button', { name: 'Undo changes' });
  }

  async ready(): Promise<void> {
    await expect(this.slider).toBeVisible({ timeout: 40_000 });
  }

  async position(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuenow')) - 1;
  }

  async length(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuemax')) - 1;
  }

  async expectPosition(position: number): Promise<void> {
    await expect(this.slider).toHaveAttribute('aria-valuenow', String(position + 1));
  }

  /** The weights and biases that can be changed in the drawing, by name, exactly. */
  async weights(): Promise<Record<string, number>> {
    const buttons = this.network.getByRole('button', { name: /(weight \d+ → \d+|bias \d+): / });
    await expect(buttons.first()).toBeVisible();
    return buttons.evaluateAll((elements) =>
      Object.fromEntries(
        elements.map((element) => [
          element.getAttribute('aria-label')?.replace(/: .*/, ''),
          Number((element as HTMLElement).dataset.value),
        ]),
      ),
    );
  }
}
