/** Text of the page as text of a drawing: line by line, each at its baseline and as wide as it was. */
import { element, painted } from './svg';

let pen: CanvasRenderingContext2D | null = null;

/** Share of a line's height that lies above its baseline. */
function ascentOf(style: CSSStyleDeclaration): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen === null) return 0.8;
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText('x');
  return above + below > 0 ? above / (above + below) : 0.8;
}

function transformed(text: string, { textTransform }: CSSStyleDeclaration): string {
  if (textTransform === 'uppercase') return text.toUpperCase();
  return textTransform === 'lowercase' ? text.toLowerCase() : text;
}

interface Line {
  text: string;
  box: DOMRect;
}

/** The lines a text is broken into, with the place of each. */
function linesOf(node: Text): Line[] {
  const { data } = node;
  const [first, last] = [data.search(/\S/), data.trimEnd().length];
  if (first < 0) return [];
  // Spaces at the ends may or may not take room: they are left out.
  const range = document.createRange();
  range.setStart(node, first);
  range.setEnd(node, last);
  const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
  if (boxes.length === 0) return [];
  if (boxes.length === 1) return [{ text: data, box: boxes[0] }];
  const lines = boxes.map((box) => ({ text: '', box }));
  for (let i = first; i < last; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const at = range.getBoundingClientRect();
    const line = lines.find(
      ({ box }) =>
        at.width > 0 && at.left >= box.left - 1 && at.right <= box.right + 1 && Math.abs(at.top - box.top) < 2,
    );
    if (line !== undefined) line.text += data[i];
  }
  return lines;
}

/** A text of the page, in lines. `zoom`: how much the page enlarges what it says of sizes. */
export function drawnText(node: Text, style: CSSStyleDeclaration, origin: DOMRect, zoom: number): SVGElement[] {
  const share = ascentOf(style);
  return linesOf(node).flatMap(({ text, box }) => {
    const written = transformed(text.replace(/\s+/g, ' ').trim(), style);
    if (written === '') return [];
    const drawn = element('text', {
      x: box.left - origin.left,
      y: box.top - origin.top + share * box.height,
      'font-family': style.fontFamily.replaceAll('"', "'"),
      'font-size': Number.parseFloat(style.fontSize) * zoom,
      'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
      'font-style': style.fontStyle === 'normal' ? undefined : style.fontStyle,
      // Another typeface, where this one is missing, takes the same room.
      textLength: written.length > 1 ? box.width : undefined,
      lengthAdjust: written.length > 1 ? 'spacingAndGlyphs' : undefined,
      ...painted('fill', style.color),
    });
    drawn.textContent = written;
    return [drawn];
  });
}
