/**
 * Formulas' symbols in plain text, for labels in pictures and for screen readers: `\hat{y}_{1}` → ŷ₁, `W^{(1)}_{2,1}` → W⁽¹⁾₂,₁.
 */

const SUB = new Map([...'0123456789+-=()aeijkmnoprstuvx'].map((c, i) => [c, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₛₜᵤᵥₓ'][i]]));
const SUP = new Map(
  [...'0123456789+-=()abcdefghijklmnoprstuvwxyzTL'].map((c, i) => [
    c,
    [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴸ'][i],
  ]),
);

const NAMED: Record<string, string> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  partial: '∂',
  cdot: '·',
  times: '×',
  ell: 'ℓ',
  sum: 'Σ',
  mathcal: '',
  mathrm: '',
  text: '',
  boldsymbol: '',
  mathbf: '',
  operatorname: '',
  left: '',
  right: '',
  tfrac: '',
  dfrac: '',
  prime: '′',
  top: 'T',
  infty: '∞',
  omega: 'ω',
  Omega: 'Ω',
  Delta: 'Δ',
  nabla: '∇',
  rho: 'ρ',
  Pi: 'Π',
  max: 'max ',
  odot: '⊙',
};
const ACCENT: Record<string, string> = { hat: '\u0302', bar: '\u0304', tilde: '\u0303', dot: '\u0307', vec: '\u20d7' };

/** The plain text of a symbol. What cannot be written that way keeps its letters. */
export function plain(tex: string): string {
  return new Reader(tex).read().normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** A symbol taken apart: the letter, what is raised and what is lowered, each in plain text. */
export function symbolParts(tex: string): { base: string; raised: string; lowered: string } {
  const match = /^(.*?)(?:\^\{([^{}]*)\})?(?:_\{([^{}]*)\})?$/.exec(tex);
  const [, base, raised, lowered] = match ?? ['', tex];
  return { base: plain(base), raised: plain(raised ?? ''), lowered: plain(lowered ?? '') };
}

class Reader {
  private at = 0;
  constructor(private readonly tex: string) {}

  read(): string {
    let out = '';
    while (this.at < this.tex.length && this.tex[this.at] !== '}') out += this.item();
    return out;
  }

  private item(): string {
    const c = this.tex[this.at++];
    if (c === '\\') return this.command();
    if (c === '{') return this.group();
    if (c === '_') return raised(this.argument(), SUB, '_');
    if (c === '^') return raised(this.argument(), SUP, '^');
    return c === '~' ? ' ' : c;
  }

  private group(): string {
    const inner = this.read();
    this.at++;
    return inner;
  }

  private argument(): string {
    while (this.tex[this.at] === ' ') this.at++;
    return this.at < this.tex.length ? this.item() : '';
  }

  private command(): string {
    const word = /^[A-Za-z]+/.exec(this.tex.slice(this.at))?.[0];
    if (word === undefined) {
      const c = this.tex[this.at++];
      if (c === '|') return '‖';
      return ',;! '.includes(c) ? '' : c;
    }
    this.at += word.length;
    if (word in ACCENT) {
      const base = this.argument();
      return base.slice(0, 1) + ACCENT[word] + base.slice(1);
    }
    if (word === 'frac' || word === 'tfrac' || word === 'dfrac') return `${this.argument()}/${this.argument()}`;
    if (word === 'sqrt') return `√${this.argument()}`;
    // A bracket that is not written is a dot.
    if ((word === 'left' || word === 'right') && this.tex[this.at] === '.') this.at++;
    const named = NAMED[word];
    // A space ends a command and is not text.
    if (named !== undefined && this.tex[this.at] === ' ') this.at++;
    return named ?? word;
  }
}

/** Raised or lowered text where Unicode has all its letters. */
function raised(text: string, table: Map<string, string>, mark: string): string {
  const letters = [...text.replace(/\s/g, '')];
  if (letters.every((c) => table.has(c) || c === ',' || c === "'" || c === '′' || c === '*')) {
    return letters.map((c) => table.get(c) ?? c).join('');
  }
  return letters.length > 0 ? `${mark}${text}` : '';
}
