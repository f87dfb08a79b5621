/** Ten predictions at a time: which ones a page shows, and how one turns the pages. */

/** Two rows of five. */
export const PAGE = 10;
export const COLUMNS = 5;

/** A page from its first place in the order, or ten places drawn at random. */
export type Page = { first: number } | { drawn: readonly number[] };

export const FIRST_PAGE: Page = { first: 0 };

/** What a page shows of an order of samples. */
export function onPage(order: readonly number[], page: Page): readonly number[] {
  if ('drawn' in page) return page.drawn;
  return order.slice(page.first, page.first + PAGE);
}

/** The next (`direction` 1) or previous page; null where there is none. After a draw the first page comes next. */
export function turned(page: Page, direction: 1 | -1, count: number): Page | null {
  if ('drawn' in page) return direction === 1 ? FIRST_PAGE : null;
  const first = page.first + direction * PAGE;
  return first < 0 || first >= count ? null : { first };
}

/**
 * Up to ten different ones of an order, anywhere, in that order.
 * @param random a number from 0 to less than 1.
 */
export function drawn(order: readonly number[], random: () => number = Math.random): Page {
  const places = new Set<number>();
  while (places.size < Math.min(PAGE, order.length)) places.add(Math.floor(random() * order.length));
  return { drawn: [...places].sort((a, b) => a - b).map((place) => order[place]) };
}

/** The card that a key leads to from `card` among `count` in rows of five; null for other keys and at the edges. */
export function moved(card: number, key: string, count: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };
  const next = card + (steps[key] ?? Number.NaN);
  return next >= 0 && next < count ? next : null;
}
