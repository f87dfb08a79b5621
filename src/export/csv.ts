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

/** Rows, the head among them, as one text. */
export function csv(rows: Iterable<readonly CsvCell[]>): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
