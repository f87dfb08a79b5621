/** The bar of a workspace: the run's controls, its history, the views, the backend in use; and what it has to say. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { TemplateId } from '@/core/network/templates';

export type Work = TemplateId;
export type View = 'train' | 'inspect' | 'step' | 'race' | 'runs';
export type Backend = 'webgpu' | 'wasm' | 'webgl' | 'cpu';

export class Workspace {
  readonly play: Locator;
  readonly pause: Locator;
  readonly oneBatch: Locator;
  readonly oneEpoch: Locator;
  readonly reset: Locator;
  readonly speed: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  readonly backend: Locator;
  readonly building: Locator;
  readonly alert: Locator;
  readonly notices: Locator;

  constructor(private readonly page: Page) {
    const button = (name: string) => page.getByRole('banner').getByRole('button', { name, exact: true });
    this.play = button('Play');
    this.pause = button('Pause');
    this.oneBatch = button('1 batch');
    this.oneEpoch = button('1 epoch');
    this.reset = page.getByRole('banner').getByRole('button', { name: /^Reset/ });
    this.speed = page.getByRole('combobox', { name: 'Speed' });
    this.undo = button('Undo');
    this.redo = button('Redo');
    this.backend = page.getByRole('button', { name: /^Where the training runs:/ });
    this.building = page.getByRole('progressbar', { name: 'Building the network' });
    this.alert = page.getByRole('main').getByRole('alert');
    this.notices = page.getByRole('region', { name: 'Notices' });
  }

  /** Opens a view of a piece of work; `backend` as the address asks for it. */
  async goto(work: Work, view: View = 'train', backend: Backend | null = 'wasm'): Promise<void> {
    await this.page.goto(`./${backend ? `?backend=${backend}` : ''}#/work/${work}/${view}`);
  }

  async open(view: 'Train' | 'Inspect' | 'Step'): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click();
  }

  /** The data is there, the network is built, nothing trains. */
  async ready(): Promise<void> {
    await expect(this.play).toBeEnabled({ timeout: 40_000 });
    await expect(this.building).toBeHidden({ timeout: 40_000 });
  }

  /** Trains one batch and waits for it. */
  async trainBatches(count: number): Promise<void> {
    const before = await this.step();
    for (let done = 1; done <= count; done++) {
      await this.oneBatch.click();
      await expect.poll(() => this.step()).toBe(before + done);
    }
  }

  /** Updates made so far, from epoch and batch as the training view shows them: `Epoch 1 of 5 · batch 3 / 422`. */
  async step(): Promise<number> {
    const text = await this.page.getByText(/^Epoch [\d,]+ of/).innerText();
    const [epoch, , batch, batches] = (text.match(/[\d,]+/g) ?? []).map((number) => Number(number.replaceAll(',', '')));
    return (epoch - 1) * batches + batch;
  }

  /** What the chip says about the backends, after it is opened. */
  async backendDetails(): Promise<Locator> {
    await this.backend.click();
    return this.page.getByRole('dialog');
  }
}
