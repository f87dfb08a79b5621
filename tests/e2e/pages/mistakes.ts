/** The gallery of predictions: ten at a time, filtered by class, each in full when it is pointed at. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from './training';

export interface Prediction {
  index: number;
  predicted: number;
  /** True class: the one predicted, unless the card says otherwise. */
  truth: number;
  /** Probability of the answer, as rounded on the card. */
  share: number;
}

export class Mistakes {
  readonly panel: Locator;
  readonly cards: Locator;
  readonly detail: Locator;
  readonly truth: Locator;
  readonly predicted: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly random: Locator;
  readonly step: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: 'Predictions' });
    this.cards = this.panel.getByRole('list', { name: /^Predictions, two rows/ }).getByRole('button');
    this.detail = this.panel.getByRole('region', { name: 'The prediction in full' });
    this.truth = this.panel.getByRole('combobox', { name: 'True' });
    this.predicted = this.panel.getByRole('combobox', { name: 'Read as' });
    this.next = this.panel.getByRole('button', { name: 'Next ten' });
    this.previous = this.panel.getByRole('button', { name: 'Previous ten' });
    this.random = this.panel.getByRole('button', { name: 'Ten at random' });
    this.step = this.detail.getByRole('link', { name: 'Step this image' });
  }

  async show(mode: 'All' | 'Worst mistakes' | 'Least certain'): Promise<void> {
    await this.panel.getByRole('radio', { name: mode }).check();
  }

  /** The cards as a screen reader hears them. */
  async shown(): Promise<Prediction[]> {
    await expect(this.cards.first()).toBeVisible();
    const names = await this.cards.evaluateAll((cards) =>
      cards.map((card) => card.querySelector('.ui-hidden')?.textContent ?? ''),
    );
    return names.map((name) => {
      const match = /^Test image (\d+): read as (\d) \((\d+%)\), (?:correct|but it is (\d))$/.exec(name);
      if (!match) throw new Error(`Not a prediction: ${name}`);
      const [, index, predicted, share, truth] = match;
      return {
        index: Number(index),
        predicted: Number(predicted),
        truth: Number(truth ?? predicted),
        share: readNumber(share),
      };
    });
  }

  /** Probability of every class of one card, as shown when it is in focus. */
  async probabilities(card: number): Promise<number[]> {
    await this.cards.nth(card).focus();
    const { index } = (await this.shown())[card];
    await expect(this.detail.getByRole('heading')).toHaveText(`Test image ${index}`);
    const bars = this.detail.getByRole('list', { name: 'Probability of each class' }).getByRole('listitem');
    const texts = await bars.allInnerTexts();
    return texts.map((text) => readNumber(/[\d.]+%/.exec(text)?.[0] ?? ''));
  }

  /** By how much the answer of the card in focus is ahead of the second. */
  async margin(): Promise<number> {
    const text = await this.detail.getByText(/^Ahead of/).innerText();
    return readNumber(/[\d.]+%/.exec(text)?.[0] ?? '');
  }

  /** How many there are in all, from `1 to 10 of 10,000`. */
  async total(): Promise<number> {
    const text = await this.panel.getByRole('status').innerText();
    return readNumber(/of ([\d,]+)/.exec(text)?.[1] ?? '');
  }
}
