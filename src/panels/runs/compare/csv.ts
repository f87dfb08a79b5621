/** The curves of runs as comma-separated values: one row a point, for spreadsheets and pandas. */
import type { TimedPoint } from './useCurves';

export interface CsvRun {
  name: string;
  train: readonly TimedPoint[];
  validation: readonly TimedPoint[];
}

const HEAD = ['run', 'series', 'step', 'epoch', 'seconds', 'loss', 'accuracy', 'partial', 'learningRate'];

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const number = (value: number | null) => (value === null ? '' : String(value));

/** `partial` is 1 for a validation over only a part of its samples; `learningRate` is that of a batch's update. Lines end as RFC 4180 has it. */
export function csvOf(runs: readonly CsvRun[]): string {
  const rows = runs.flatMap(({ name, ...series }) =>
    (['train', 'validation'] as const).flatMap((part) =>
      series[part].map(({ step, epoch, seconds, loss, accuracy, partial, learningRate = null }) =>
        [
          quoted(name),
          part,
          String(step),
          number(epoch),
          seconds === null ? '' : seconds.toFixed(3),
          number(loss),
          number(accuracy),
          partial ? '1' : '0',
          number(learningRate),
        ].join(','),
      ),
    ),
  );
  return [HEAD.join(','), ...rows, ''].join('\r\n');
}

/** Hands a text to the person as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
