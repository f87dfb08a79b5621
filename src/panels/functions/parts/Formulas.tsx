/** Formulas: with letters, below it with the numbers put in, and the result. Too wide ones scroll, with a shade at the end. */
import type { ReactNode } from 'react';
import { Formula, measured } from '@/ui';
import classes from './parts.module.css';

/** LaTeX of a number for reading, in at most five digits. */
export function texNumber(value: number): string {
  const text = measured(value, 5).replaceAll('−', '-').replace('∞', '\\infty').replace('NaN', '\\text{–}');
  const [mantissa, power] = text.split('e');
  return power === undefined ? mantissa : `${mantissa}\\times 10^{${power}}`;
}

export interface FormulaLine {
  left: string;
  symbols: string;
  numbers?: string;
  value?: number;
}

interface FormulasProps {
  lines: readonly FormulaLine[];
  note?: ReactNode;
}

/** The result is not repeated where the numbers already are the result. */
function withResult({ numbers, value }: FormulaLine): string | null {
  if (numbers === undefined || value === undefined) return null;
  const result = texNumber(value);
  return numbers === result ? `= \\mathbf{${result}}` : `= ${numbers} = \\mathbf{${result}}`;
}

export function Formulas({ lines, note }: FormulasProps) {
  return (
    <div className={classes.formulas}>
      {lines.map((line) => {
        const result = withResult(line);
        return (
          <div key={line.left} className={classes.formula}>
            <Formula display tex={`${line.left} = ${line.symbols}`} className={classes.wide} />
            {result && <Formula display tex={result} className={`${classes.wide} ${classes.put}`} />}
          </div>
        );
      })}
      {note && <p className={classes.note}>{note}</p>}
    </div>
  );
}
