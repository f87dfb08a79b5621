/** The card that offers the download of a data set of which only samples are here. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Download {
  readonly card: Locator;
  readonly start: Locator;
  readonly goOn: Locator;
  readonly pause: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly address: Locator;
  readonly problem: Locator;

  constructor(private readonly page: Page) {
    this.card = page.getByRole('region', { name: 'The training images are not here yet' });
    const button = (name: string | RegExp) => this.card.getByRole('button', { name });
    this.start = button(/^Download [\d.]+ MB$/);
    this.goOn = button('Continue');
    this.pause = button('Pause');
    this.cancel = button('Cancel');
    this.progress = this.card.getByRole('progressbar');
    this.address = this.card.getByRole('textbox', { name: 'Address of the folder' });
    this.problem = this.card.getByRole('alert');
  }

  /** A server without the data set: the page has only what comes with it. */
  async withoutData(): Promise<void> {
    await this.page.route('**/datasets/**', (route) => route.fulfill({ status: 404, body: '' }));
  }

  /** Types another address to download from. */
  async from(address: string): Promise<void> {
    await this.card.getByRole('combobox', { name: 'From' }).selectOption({ label: 'another address …' });
    await this.address.fill(address);
  }

  /** Megabytes that are here, as the page tells it. */
  async megabytes(): Promise<number> {
    const text = await this.card.getByText(/[\d.]+ of 55\.0 MB/).innerText();
    return Number(/([\d.]+) of/.exec(text)?.[1]);
  }

  async give(files: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
    await this.card.locator('input[type=file]').setInputFiles(files);
  }

  /** Drops a file onto the page, beside the card. */
  async drop(name: string, bytes: number[]): Promise<void> {
    const files = await this.page.evaluateHandle(
      ([fileName, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(content)], fileName));
        return transfer;
      },
      [name, bytes] as const,
    );
    await this.page.getByRole('main').dispatchEvent('drop', { dataTransfer: files });
  }

  /** All is here; the card is gone. */
  async arrived(): Promise<void> {
    await expect(this.card).toBeHidden({ timeout: 60_000 });
    await expect(this.page.getByRole('region', { name: 'Notices' })).toContainText('60,000 to train on');
  }
}
