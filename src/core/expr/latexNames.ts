/** How names and numbers are written in LaTeX: Greek letters, subscripts, accents, scientific notation. */

const GREEK =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)$/;

/** Settings and values with a customary letter (Goodfellow, Bengio, Courville: Deep Learning, chapter 8). */
const CUSTOMARY: Readonly<Record<string, string>> = {
  learningRate: '\\eta',
  momentum: '\\mu',
  momentumDecay: '\\psi',
  weightDecay: '\\lambda',
  coupledDecay: '\\lambda',
  gradient: 'g',
  step: 't',
};

const ACCENT = /^(.+?)_?(Hat|Bar|Tilde|Dot|hat|bar|tilde|dot)$/;
const EXTREME = /^([A-Za-z]|[a-z]+[0-9]*)(Max|Min)$/;

/** Text in which no character has a meaning of its own; words LaTeX can set upright are, others become text. */
function upright(word: string): string {
  if (/^[A-Za-z0-9]+$/.test(word)) return `\\mathrm{${word}}`;
  const escapes: Record<string, string> = {
    '\\': '\\textbackslash ',
    '^': '\\textasciicircum ',
    '~': '\\textasciitilde ',
  };
  return `\\text{${word.replace(/[\\^~]|[{}$&#%_]/g, (c) => escapes[c] ?? `\\${c}`)}}`;
}

const subscript = (text: string): string => (text.length === 1 ? text : `{${text}}`);

/**
 * LaTeX of a symbol: `x1` x₁, `beta1` β₁, `mHat` m̂, `vMax` v with max below, `w_in` w with an upright index,
 * `learningRate` η; other words upright.
 */
export function symbolLatex(name: string): string {
  if (Object.hasOwn(CUSTOMARY, name)) return CUSTOMARY[name];
  if (/^[A-Za-z]$/.test(name)) return name;
  if (GREEK.test(name)) return `\\${name}`;
  const accent = ACCENT.exec(name);
  if (accent && isLetter(accent[1])) return accented(accent[1], accent[2].toLowerCase());
  const extreme = EXTREME.exec(name);
  if (extreme && isLetter(extreme[1])) return `${symbolLatex(extreme[1])}_{\\${extreme[2].toLowerCase()}}`;
  const digits = /^([A-Za-z]+?)_?([0-9]+)$/.exec(name);
  if (digits) return `${symbolLatex(digits[1])}_${subscript(digits[2])}`;
  const parts = /^([A-Za-z]+)_([A-Za-z]+)$/.exec(name);
  if (parts) return `${symbolLatex(parts[1])}_${subscript(symbolLatex(parts[2]))}`;
  return upright(name);
}

/** Whether a name is a single letter, Latin or Greek, perhaps with a number. */
const isLetter = (name: string): boolean => /^[A-Za-z]\d*$/.test(name) || GREEK.test(name.replace(/\d+$/, ''));

/** The accent goes on the letter, not on its index. */
function accented(name: string, accent: string): string {
  const [, letter, digits] = /^([A-Za-z]+?)(\d*)$/.exec(name) ?? [name, name, ''];
  return `\\${accent}{${symbolLatex(letter)}}${digits === '' ? '' : `_${subscript(digits)}`}`;
}

/**
 * LaTeX of a number with at most `digits` significant digits (whole numbers below a million in full), without trailing
 * zeros; below 0.001 and where digits do not suffice in scientific notation, as in `1.2\times10^{-5}`.
 */
export function formatNumber(n: number, digits = 4): string {
  if (Number.isNaN(n)) return '\\mathrm{NaN}';
  if (n < 0) return `-${formatNumber(-n, digits)}`;
  if (n === Number.POSITIVE_INFINITY) return '\\infty';
  if (n === 0) return '0';
  if (Number.isInteger(n) && n < 1e6) return String(n);
  const [mantissa, exponent] = n.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -3 && power < digits) return String(Number(n.toPrecision(digits)));
  const short = String(Number(mantissa));
  return `${short === '1' ? '' : `${short}\\times`}10^{${power}}`;
}

/** A decimal of at most so many digits is one that a person typed: 0.05, 0.125. Few others have so few by chance. */
const TYPED = 5;

/**
 * LaTeX of a number put into a formula: what was typed stays as it was typed (0.05), what was computed has four
 * significant digits, zeros at the end included (0.5000 is not ½).
 */
export function formulaNumber(n: number): string {
  const size = Math.abs(n);
  const [whole, decimals = ''] = String(size).split('.');
  const digits = `${whole}${decimals}`.replace(/^0+/, '').length;
  if (Number.isInteger(n) || !Number.isFinite(n) || size < 1e-3 || size >= 1e4) return formatNumber(n);
  return digits <= TYPED ? String(n) : n.toPrecision(4);
}
