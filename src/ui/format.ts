/** Whole numbers, shares and measured values, as each language writes them. */

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes much longer than using it. */
function formatOf(language: string, digits: number | 'whole'): Intl.NumberFormat {
  const key = `${language}/${digits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format =
      digits === 'whole'
        ? new Intl.NumberFormat(language)
        : new Intl.NumberFormat(language, {
            style: 'percent',
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
          });
    formats.set(key, format);
  }
  return format;
}

/** A whole number with its grouping: 93,322. */
export const whole = (value: number, language: string) => formatOf(language, 'whole').format(value);

/** A share as a percentage with `digits` decimals: 98.1%. */
export const percent = (share: number, language: string, digits = 1) => formatOf(language, digits).format(share);

/** A measured value with `digits` significant digits, in powers of ten only where it would be long otherwise. */
export function measured(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−').replace('e+', 'e');
}
