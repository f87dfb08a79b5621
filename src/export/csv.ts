/**
 * Comma-separated values as RFC 4180 has them: lines end in CRLF, and a field with a comma, a quote or a line end is
 * quoted. Numbers keep all their digits and their decimal point, whatever the language of the page.
 */

/** Null is an empty field. */
export type CsvCell = string | number | null;

export const CSV_TYPE = 'text/csv;charset=utf-8';

/** At the beginning of a file, so that Excel reads it as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function field(cell: CsvCell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : quoted(cell);
}

type Rows = Iterable<readonly CsvCell[]>;

const line = (row: readonly CsvCell[]) => `${row.map(field).join(',')}\r\n`;

/** Rows, the head among them, as one text. */
export function csv(rows: Rows): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(line(row));
  return lines.join('');
}

/** So long is written at a stretch, in milliseconds, and so many rows between two looks at the clock. */
const STRETCH = 12;
const LOOK_EVERY = 256;

/** The same in pieces, for tables of millions of rows: whoever else has something to do gets a turn between them. */
export async function csvParts(rows: Rows): Promise<string[]> {
  const parts: string[] = [];
  let lines: string[] = [];
  let since = performance.now();
  for (const row of rows) {
    lines.push(line(row));
    if (lines.length % LOOK_EVERY !== 0 || performance.now() - since < STRETCH) continue;
    parts.push(lines.join(''));
    lines = [];
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
  return [...parts, lines.join('')];
}
