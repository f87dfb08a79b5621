/** Reading numbers as people type them, and stepping them, for number fields. */

export interface NumberRule {
  min?: number;
  max?: number;
  integer?: boolean;
  /** What an arrow key adds; `log` walks 1, 2, 5, 10, … at every magnitude. */
  step?: number | 'log';
  /** Shown and typed as a percentage of the value. */
  percent?: boolean;
}

export type NumberProblem = 'notANumber' | 'notAnInteger' | 'tooSmall' | 'tooLarge';
export type ReadResult = { value: number } | { problem: NumberProblem };

/** Full-width digits, a decimal comma, spaces and a percent sign are understood: `０．５`, `0,5`, `50 %` (with `percent`). */
export function readNumber(text: string, rule: NumberRule): ReadResult {
  const plain = text.normalize('NFKC').trim().replace(/[\s_]/g, '').replace('−', '-');
  const match = /^([+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?)(%?)$/i.exec(plain);
  if (!match || (match[2] && !rule.percent)) return { problem: 'notANumber' };
  const typed = Number(match[1].replace(',', '.'));
  const value = rule.percent ? typed / 100 : typed;
  if (!Number.isFinite(value)) return { problem: 'notANumber' };
  if (rule.integer && !Number.isInteger(value)) return { problem: 'notAnInteger' };
  if (rule.min !== undefined && value < rule.min) return { problem: 'tooSmall' };
  if (rule.max !== undefined && value > rule.max) return { problem: 'tooLarge' };
  return { value };
}

/** The shortest text that reads back as the value (to twelve digits, which hides what binary fractions add). */
export function writeNumber(value: number, rule: NumberRule = {}): string {
  const shown = Number((rule.percent ? value * 100 : value).toPrecision(12));
  const size = Math.abs(shown);
  const text = size !== 0 && (size < 1e-4 || size >= 1e9) ? shown.toExponential().replace('e+', 'e') : String(shown);
  return rule.percent ? `${text}%` : text;
}

/** The next value up (`direction` 1) or down (−1), within the range. `large` takes ten steps, or a power of ten. */
export function stepNumber(value: number, direction: 1 | -1, rule: NumberRule, large = false): number {
  let next: number;
  if (rule.step === 'log') {
    next = large ? value * 10 ** direction : nextOnLogScale(value, direction);
  } else {
    const step = (rule.step ?? (rule.percent ? 0.01 : 1)) * (large ? 10 : 1);
    next = Number((value + direction * step).toPrecision(12));
  }
  if (rule.integer) next = direction > 0 ? Math.ceil(next) : Math.floor(next);
  return Math.min(rule.max ?? next, Math.max(rule.min ?? next, next));
}

function nextOnLogScale(value: number, direction: 1 | -1): number {
  if (!(value > 0)) return value;
  const magnitude = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const ladder = [0.5, 1, 2, 5, 10].map((step) => Number((step * magnitude).toPrecision(3)));
  const above = ladder.find((rung) => rung > value * (1 + 1e-9)) ?? value;
  const below = [...ladder].reverse().find((rung) => rung < value * (1 - 1e-9)) ?? value;
  return direction > 0 ? above : below;
}
