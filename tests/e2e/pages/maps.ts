/** The Inspect view: every layer's maps, the cell in question, the filters. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface Place {
  layer: string;
  /** All counted from 1, as people read them. */
  map: number;
  row: number;
  column: number;
}

/** `conv1, map 5, row 3, column 8` */
const PLACE = /(\w+), map (\d+), row (\d+), column (\d+)/;

export class Maps {
  readonly panel: Locator;
  readonly cell: Locator;
  readonly filters: Locator;
  /** The number as it is worked out, and the engine's own. */
  readonly value: Locator;
  readonly engine: Locator;
  readonly winner: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: /^Maps of/ });
    this.cell = page.getByRole('region', { name: 'One cell', exact: true });
    this.filters = page.getByRole('region', { name: 'Filters', exact: true });
    this.value = this.cell.locator('#cell-value');
    this.engine = this.cell.locator('#cell-engine');
    this.winner = this.cell.locator('#cell-winner');
  }

  layer(id: string): Locator {
    return this.panel.locator(`[data-layer="${id}"]`);
  }

  async scale(name: 'Each map' | 'Layer' | 'Network'): Promise<void> {
    // The radio button lies invisibly over its words.
    await this.panel.getByRole('radio', { name, exact: true }).check();
  }

  /** Where the cell in question is, as its panel says. */
  async place(): Promise<Place> {
    const [, layer, map, row, column] = PLACE.exec(await this.cell.innerText()) ?? [];
    return { layer, map: Number(map), row: Number(row), column: Number(column) };
  }

  /** The updates after which its numbers are what they are. */
  async step(): Promise<number> {
    const [, step] = /after batch ([\d,]+)/.exec(await this.cell.innerText()) ?? [];
    return Number(step?.replaceAll(',', ''));
  }

  /** Points at a place on a layer's maps, in CSS pixels from their top left. */
  async hover(layer: string, x: number, y: number): Promise<void> {
    await this.layer(layer).hover({ position: { x, y } });
    await expect(this.cell).toContainText(`${layer}, map`);
  }

  /** Colours of a layer's picture, thinned out: to see whether it changes. */
  pixels(layer: string): Promise<number[]> {
    return this.layer(layer)
      .locator('canvas')
      .first()
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return Array.from(data).filter((_, i) => i % 52 === 0);
      });
  }

  /** Value and product columns of the table of all products. */
  async products(): Promise<number[]> {
    await this.cell.getByRole('button', { name: /products?$/ }).click();
    const rows = await this.cell.getByRole('table').getByRole('row').allInnerTexts();
    return rows.slice(1).map((row) => Number(row.split('\t').at(-1)?.replaceAll('−', '-')));
  }
}
