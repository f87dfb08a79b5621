/**
 * A progress bar: one line that is drawn over and over on a terminal, a line for each quarter where output is a log.
 */
const WIDTH = 30;

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * @param {string} label
 * @param {NodeJS.WriteStream} [out]
 * @returns {{ update(done: number, total: number): void, end(): void }} `total` 0 means it is not known.
 */
export function progressBar(label, out = process.stdout) {
  let lastDrawn = 0;
  let lastQuarter = -1;
  const text = (done, total) => {
    if (total <= 0) return `${label}  ${megabytes(done)}`;
    const share = Math.min(1, done / total);
    const filled = Math.round(share * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    return `${label}  ${bar}  ${Math.floor(share * 100)} %  ${megabytes(done)} of ${megabytes(total)}`;
  };
  return {
    update(done, total) {
      if (out.isTTY) {
        const now = Date.now();
        if (done < total && now - lastDrawn < 80) return;
        lastDrawn = now;
        out.write(`\r\x1b[2K${text(done, total)}`);
      } else {
        const quarter = total > 0 ? Math.floor((4 * done) / total) : 0;
        if (quarter === lastQuarter) return;
        lastQuarter = quarter;
        out.write(`${text(done, total)}\n`);
      }
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}
