/** Medians, their spread, and how they are printed. */

/** The value at a share of the sorted list, between neighbours by proportion. */
function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/**
 * @param {number[]} values At least one.
 * @returns {{ median: number, least: number, most: number, quartiles: [number, number], percentile95: number, count: number }}
 */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    least: sorted[0],
    most: sorted[sorted.length - 1],
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    percentile95: quantile(sorted, 0.95),
    count: sorted.length,
  };
}

/** A number with three significant digits, or whole when it is larger. */
export function short(value) {
  if (value === null || !Number.isFinite(value)) return '—';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

/** Prints rows of cells in columns; the first is aligned left. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) {
    console.log(
      row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('  '),
    );
  }
}
