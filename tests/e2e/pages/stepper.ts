/** The step view: the timeline, every number shown with the node and element it belongs to, and what can be changed. */
import { expect, type Locator, type Page } from '@playwright/test';

/** A number on the screen: where it belongs in the graph, its exact value, and how it is written. */
export interface ShownNumber {
  node: number;
  element: number;
  value: number;
  text: string;
  /** What is written behind the arrow of a weight: its value after the update. */
  after: string | null;
}

/** A formula of numbers, with the exact value of what it computes. */
export interface ShownFormula {
  tex: string;
  value: number;
}

export interface ShownSum {
  terms: { factors: number[]; product: number }[];
  sum: number;
}

export class Stepper {
  readonly network: Locator;
  readonly detail: Locator;
  readonly timeline: Locator;
  readonly slider: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly first: Locator;
  readonly last: Locator;
  readonly play: Locator;
  readonly pause: Locator;
  readonly pace: Locator;
  readonly apply: Locator;
  readonly lossAfter: Locator;
  readonly undoUpdate: Locator;
  readonly undoChanges: Locator;

  constructor(private readonly page: Page) {
    const button = (name: string) => this.timeline.getByRole('button', { name, exact: true });
    this.network = page.getByRole('region', { name: 'Network', exact: true });
    this.detail = page.locator('#stepper-detail');
    this.timeline = page.getByRole('region', { name: 'Timeline' });
    this.slider = this.timeline.getByRole('slider', { name: 'Timeline' });
    this.next = button('One step on');
    this.previous = button('One step back');
    this.first = button('To the start');
    this.last = button('To the end');
    this.play = button('Play');
    this.pause = button('Pause');
    this.pace = this.timeline.getByRole('combobox', { name: 'Pace' });
    this.lossAfter = page.getByTestId('loss-after').locator('[data-value]');
    this.apply = page.getByRole('button', { name: 'Apply the update' });
    this.undoUpdate = page.getByRole('button', { name: 'Undo the update' });
    this.undoChanges = page.getByRole('button', { name: 'Undo changes' });
  }

  async ready(): Promise<void> {
    await expect(this.slider).toBeVisible({ timeout: 40_000 });
  }

  async position(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuenow'));
  }

  async length(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuemax'));
  }

  async expectPosition(position: number): Promise<void> {
    await expect(this.slider).toHaveAttribute('aria-valuenow', String(position));
  }

  /** Every number of the view that belongs to an element of the graph. */
  shown(): Promise<ShownNumber[]> {
    return this.page.locator('main [data-node][data-element][data-value]').evaluateAll((elements) =>
      elements.map((element) => {
        // In a formula a power of ten is set as such.
        const written = (of: Element) => {
          const power = of.querySelector('.msupsub')?.textContent?.replace(/[^\d−-]/g, '');
          const plain = of.textContent?.replaceAll('\u200b', '') ?? '';
          if (power === undefined) return plain;
          const before = plain.slice(0, plain.lastIndexOf('10')).replace('×', '');
          return `${/\d/.test(before) ? before : `${before}1`}e${power}`;
        };
        const { node, element: index, value } = (element as HTMLElement | SVGElement).dataset;
        const [text = element, after] = element.querySelectorAll('.num');
        return {
          node: Number(node),
          element: Number(index),
          value: Number(value),
          text: written(text),
          after: after?.textContent?.replace('→', '').trim() ?? null,
        };
      }),
    );
  }

  /** The other numbers: products, differences, what is checked; as written and exactly. */
  others(): Promise<{ text: string; value: number }[]> {
    return this.page.locator('main [data-value]:not([data-node])').evaluateAll((elements) =>
      elements.map((element) => ({
        text: element.textContent ?? '',
        value: Number((element as HTMLElement).dataset.value),
      })),
    );
  }

  /** The formulas of the step, each with the result beside it. */
  formulas(): Promise<ShownFormula[]> {
    return this.detail.locator('annotation').evaluateAll((annotations) =>
      annotations.flatMap((annotation) => {
        const scope = annotation.closest('li') ?? annotation.closest('dl');
        const result = scope?.querySelector<HTMLElement>('strong [data-value], :scope > [data-value]');
        return result ? [{ tex: annotation.textContent ?? '', value: Number(result.dataset.value) }] : [];
      }),
    );
  }

  /** The sums of the step that are listed term by term: factors and product of each, and what they add up to. */
  sums(): Promise<ShownSum[]> {
    return this.detail.locator('section:has(> dl):has(> table)').evaluateAll((blocks) => {
      const valuesIn = (element: Element | null) =>
        Array.from(element?.querySelectorAll<HTMLElement>('[data-value]') ?? [], ({ dataset }) =>
          Number(dataset.value),
        );
      return blocks.map((block) => ({
        terms: Array.from(block.querySelectorAll('tbody tr'), (row) => ({
          factors: valuesIn(row.querySelector('td:not(:last-child)')),
          product: valuesIn(row.querySelector('td:last-child'))[0],
        })),
        sum: valuesIn(block.querySelector('strong'))[0],
      }));
    });
  }

  /** The same number from the page, from a central difference and from the engine; waits until those there are have come. */
  async checks(): Promise<Record<string, number>> {
    const rows = this.detail.locator('[data-check]');
    const read = () =>
      rows.evaluateAll((elements) =>
        elements.map((row) => {
          const { check = '' } = (row as HTMLElement).dataset;
          const value = row.querySelector<HTMLElement>('td')?.dataset.value;
          return [check, value === undefined ? null : Number(value)] as const;
        }),
      );
    const kept = this.detail.getByText('The training engine keeps this number to itself');
    await expect
      .poll(async () => {
        const missing = (await read()).filter(([, value]) => value === null).map(([check]) => check);
        return (await kept.isVisible()) ? missing.filter((check) => check !== 'engine') : missing;
      })
      .toEqual([]);
    const entries = (await read()).filter((entry): entry is readonly [string, number] => entry[1] !== null);
    return Object.fromEntries(entries);
  }

  /** Chooses the samples of the batch by inputs and target, as `0 1 → 1`, in this order; the first is chosen already. */
  async choose(samples: readonly string[]): Promise<void> {
    const row = (sample: string) => {
      const [inputs, target] = sample.split(' → ');
      return this.page.getByRole('button', { name: `input ${inputs}, target ${target}` });
    };
    await expect(row(samples[0])).toHaveAttribute('aria-pressed', 'true');
    for (const sample of samples.slice(1)) {
      await row(sample).click();
      await expect(row(sample)).toHaveAttribute('aria-pressed', 'true');
    }
  }

  /** A weight or bias in the drawing, by its name. */
  weight(name: string): Locator {
    return this.network.getByRole('button', { name: new RegExp(`^${name}: `) });
  }

  /** Opens a number in the drawing and types another one; returns the field, which stays while the text is refused. */
  async edit(name: string, text: string): Promise<Locator> {
    await this.weight(name).click();
    const field = this.network.getByRole('textbox', { name });
    await field.fill(text);
    await field.press('Enter');
    return field;
  }

  /** The weights and biases that can be changed in the drawing, by name, exactly. */
  async weights(): Promise<Record<string, number>> {
    const buttons = this.network.getByRole('button', { name: /(weight \d+ → \d+|bias \d+): / });
    await expect(buttons.first()).toBeVisible();
    return buttons.evaluateAll((elements) =>
      Object.fromEntries(
        elements.map((element) => [
          element.textContent?.replace(/: .*/, ''),
          Number((element as HTMLElement).dataset.value),
        ]),
      ),
    );
  }

  async granularity(size: 'element' | 'neuron' | 'operation' | 'layer' | 'phase'): Promise<void> {
    await this.timeline.getByRole('radio', { name: size, exact: true }).check();
  }

  /** What is said aloud of the step. */
  get announcement(): Locator {
    return this.timeline.getByRole('status');
  }

  /** The words and formulas of the right column. */
  async said(): Promise<string> {
    return this.detail.innerText();
  }

  /** The symbols that went into the number in focus, as buttons. */
  get madeFrom(): Locator {
    return this.detail.locator('button[data-focus]');
  }

  async notation(name: 'Index' | 'Matrix' | 'NumPy'): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Notation' }).getByRole('radio', { name, exact: true }).check();
  }

  /** What the detail panel is about, and what it says of it. */
  get heading(): Locator {
    return this.detail.getByRole('heading', { level: 2 });
  }
  get sentence(): Locator {
    return this.detail.locator('p').first();
  }

  /** The number of a node that the detail panel has come to, exactly. */
  async result(node: number): Promise<number> {
    return Number(await this.detail.locator(`strong [data-node="${node}"]`).getAttribute('data-value'));
  }

  /** A feature map in the drawing; maps count from 1. */
  map(layer: string, map: number): Locator {
    return this.network.locator(`[data-map="${layer} ${map - 1}"]`);
  }

  /** Row and column of the cell of a map that is open. */
  async cellOf(layer: string, map: number): Promise<[number, number]> {
    await expect(this.heading).toContainText(`${layer}, map ${map}, row `);
    const [, row, column] = /row (\d+), column (\d+)/.exec(await this.heading.innerText()) ?? [];
    return [Number(row), Number(column)];
  }

  /** Shows what one channel adds to an open convolution, by keys. */
  async openChannel(channel: number): Promise<void> {
    const strip = this.detail.getByRole('application', { name: /^What each of the \d+ channels adds/ }).first();
    const block = this.detail.locator('[data-products]').first();
    await strip.focus();
    for (;;) {
      const heading = await block.getByRole('heading').innerText();
      const now = Number(/channel (\d+)/.exec(heading)?.[1]);
      if (now === channel) return;
      const columns = 16;
      const here = now - 1;
      const there = channel - 1;
      const down = Math.floor(there / columns) - Math.floor(here / columns);
      const right = (there % columns) - (here % columns);
      for (let i = 0; i < Math.abs(down); i++) await this.page.keyboard.press(down > 0 ? 'ArrowDown' : 'ArrowUp');
      for (let i = 0; i < Math.abs(right); i++) await this.page.keyboard.press(right > 0 ? 'ArrowRight' : 'ArrowLeft');
      await this.page.keyboard.press('Enter');
      await expect(block.getByRole('heading')).toContainText(`channel ${channel}`);
    }
  }

  /** The open products: what is multiplied with what, and what comes out. */
  products(): Promise<number[][]> {
    return this.detail
      .locator('[data-products]')
      .first()
      .locator('figure')
      .evaluateAll((figures) =>
        figures.map((figure) =>
          Array.from(figure.querySelectorAll<HTMLElement>('[data-value]'), ({ dataset }) => Number(dataset.value)),
        ),
      );
  }

  /** What each value of an open pooling window gets of the gradient. */
  routed(gradient: number): Promise<{ element: number; value: number }[]> {
    return this.detail.locator(`[data-pool] [data-node="${gradient}"]`).evaluateAll((cells) =>
      cells.map((cell) => {
        const { element, value } = (cell as HTMLElement).dataset;
        return { element: Number(element), value: Number(value) };
      }),
    );
  }

  /** Opens a number by its node and its indices, which count from 0 here, by what they are called. */
  async pick(node: number, indices: Record<string, number>): Promise<void> {
    const picker = this.detail.locator('details');
    if ((await picker.getAttribute('open')) === null) await picker.locator('summary').click();
    await picker.getByRole('combobox', { name: 'Node of the graph' }).selectOption(String(node));
    for (const [name, index] of Object.entries(indices)) {
      const field = picker.getByLabel(new RegExp(`^${name}, 1 to `));
      await field.fill(String(index + 1));
      await field.press('Enter');
      await expect(field).toHaveValue(String(index + 1));
    }
  }

  /** From what was opened back to the step. */
  async back(): Promise<void> {
    await this.detail.getByRole('button', { name: 'Back to the step' }).first().click();
  }

  /** Adds training images to the batch, by their place in the data set, from 1. */
  async chooseImages(images: readonly number[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Choose', exact: true }).click();
    for (const image of images)
      await this.page.getByRole('button', { name: new RegExp(`^image ${image}, label`) }).click();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByText(`${images.length + 1} samples`, { exact: true })).toBeVisible();
  }

  /** Goes to a step: by a press on the timeline where its steps are wide enough, and the rest by keys. */
  async goTo(position: number): Promise<void> {
    const box = await this.slider.boundingBox();
    const cells = (await this.length()) + 1;
    if (box && box.width / cells >= 4) {
      await this.slider.click({ position: { x: (box.width * (position + 0.5)) / cells, y: box.height / 2 } });
    }
    await this.slider.focus();
    while ((await this.position()) < position) await this.page.keyboard.press('ArrowRight');
    while ((await this.position()) > position) await this.page.keyboard.press('ArrowLeft');
  }

  /** One step on by key, which needs no pointer to get there. */
  async stepOn(): Promise<void> {
    await this.slider.focus();
    await this.page.keyboard.press('ArrowRight');
  }

  async showTables(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show as tables' }).click();
  }

  async showPicture(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show as a picture' }).click();
  }
}
