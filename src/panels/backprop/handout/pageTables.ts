/** Tables that stand on the page, whoever made them, as rows: numbers in full, formulas in plain text. */
import type { CsvCell } from '@/export/csv';
import { plain } from '../model/symbols';

export interface PageTable {
  title: string;
  rows: CsvCell[][];
}

/** Where the stepper's tables are; the network's are handed out whole, not page by page. */
const TABLES = '#stepper-tools table, #stepper-flow table';

/** The words of an element; each formula once, as plain text. */
function textOf(part: Node): string {
  if (!(part instanceof Element)) return part.textContent ?? '';
  if (part.matches('.katex')) return plain(part.querySelector('annotation')?.textContent ?? '');
  // Of what is said twice, to the eye and to screen readers, what is seen counts.
  if (part.matches('.ui-hidden') && part.nextElementSibling?.getAttribute('aria-hidden') === 'true') return '';
  return [...part.childNodes].map(textOf).join('');
}

function cellOf(cell: Element): CsvCell {
  const numbers = cell.matches('[data-value]') ? [cell] : [...cell.querySelectorAll('[data-value]')];
  if (numbers.length === 1) return Number((numbers[0] as HTMLElement).dataset.value);
  return textOf(cell).replace(/\s+/g, ' ').trim();
}

function titleOf(table: HTMLTableElement): string {
  const heading = table.caption ?? table.closest('section, [role=region]')?.querySelector('h2, h3, h4') ?? null;
  return heading === null ? (table.getAttribute('aria-label') ?? '') : textOf(heading).trim();
}

/** The tables that are there now, in the order of the page; those with rows only. */
export function tablesOnPage(): PageTable[] {
  return [...document.querySelectorAll<HTMLTableElement>(TABLES)].flatMap((table) => {
    const rows = [...table.rows].map((row) =>
      [...row.cells].flatMap((cell) => {
        const empty: CsvCell[] = Array.from({ length: cell.colSpan - 1 }, () => null);
        return [cellOf(cell), ...empty];
      }),
    );
    return rows.length > 1 ? [{ title: titleOf(table), rows }] : [];
  });
}
