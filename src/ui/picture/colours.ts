/** Colours as every viewer of SVG knows them: six hexadecimal digits and an opacity. */

export interface Paint {
  colour: string;
  /** 0 … 1. */
  opacity: number;
}

const known = new Map<string, Paint>();
let pen: CanvasRenderingContext2D | null = null;

const hex = (n: number) => n.toString(16).padStart(2, '0');

/** Any colour of CSS, mixed ones among them. */
export function paintOf(css: string): Paint {
  const found = known.get(css);
  if (found !== undefined) return found;
  const paint = read(css);
  known.set(css, paint);
  return paint;
}

function read(css: string): Paint {
  const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(css);
  if (plain !== null) {
    const [r, g, b] = plain.slice(1, 4).map(Number);
    return { colour: `#${hex(r)}${hex(g)}${hex(b)}`, opacity: plain[4] === undefined ? 1 : Number(plain[4]) };
  }
  pen ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (pen === null) return { colour: '#000000', opacity: 1 };
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = '#000';
  pen.fillStyle = css;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
  return { colour: `#${hex(r)}${hex(g)}${hex(b)}`, opacity: Math.round((a / 255) * 1000) / 1000 };
}
