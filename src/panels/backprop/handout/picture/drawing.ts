/**
 * A part of the page as one drawing that needs nothing but itself: boxes become rectangles, text stays text, drawings are
 * copied with their looks, canvases become images. Everything is read as it is laid out, so the file looks like the page.
 */
import { paintOf } from './colours';
import { element, painted, standalone } from './svg';
import { drawnText } from './text';

/** Room around the picture. */
const MARGIN = 16;

export interface Drawing {
  svg: SVGElement;
  width: number;
  height: number;
}

/** `ground`: colour behind everything. `title`: what the picture shows. */
export function drawingOf(root: Element, ground: string, title: string): Drawing {
  const box = root.getBoundingClientRect();
  // What is scrolled out of sight is part of the picture.
  const whole = new DOMRect(
    box.left - root.scrollLeft,
    box.top - root.scrollTop,
    Math.max(box.width, root.scrollWidth),
    Math.max(box.height, root.scrollHeight),
  );
  const width = Math.ceil(whole.width + 2 * MARGIN);
  const height = Math.ceil(whole.height + 2 * MARGIN);
  const svg = element('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
  const name = element('title');
  name.textContent = title;
  svg.append(name, element('rect', { width, height, ...painted('fill', ground) }));
  const origin = new DOMRect(whole.left - MARGIN, whole.top - MARGIN, width, height);
  new Painter(origin, root, whole).paint(root, svg);
  return { svg, width, height };
}

/** What is on the page for screen readers alone, or for hands: not part of a picture. */
const UNSEEN = '.ui-hidden, .katex-mathml, [data-handout="none"]';
const OVERFLOWING = /^(hidden|clip|auto|scroll)$/;

class Painter {
  private clips = 0;

  constructor(
    private readonly origin: DOMRect,
    private readonly root: Element,
    private readonly whole: DOMRect,
  ) {}

  paint(from: Element, into: SVGElement): void {
    const style = getComputedStyle(from);
    const opacity = Number(style.opacity);
    if (style.display === 'none' || opacity === 0 || from.matches(UNSEEN)) return;
    let group = into;
    if (opacity < 1) {
      group = element('g', { opacity });
      into.append(group);
    }
    if (from instanceof SVGSVGElement) this.copy(from, style, group);
    else if (from instanceof HTMLElement) this.box(from, style, group);
  }

  private place(from: Element) {
    const { left, top, width, height } = from === this.root ? this.whole : from.getBoundingClientRect();
    return { x: left - this.origin.left, y: top - this.origin.top, width, height };
  }

  private copy(from: SVGSVGElement, style: CSSStyleDeclaration, into: SVGElement): void {
    if (style.visibility === 'hidden') return;
    const place = this.place(from);
    if (place.width === 0 || place.height === 0) return;
    const copy = standalone(from);
    if (!copy.hasAttribute('viewBox')) {
      const zoom = zoomOf(from);
      copy.setAttribute('viewBox', `0 0 ${place.width / zoom} ${place.height / zoom}`);
    }
    for (const [key, value] of Object.entries(place)) copy.setAttribute(key, String(value));
    copy.setAttribute('overflow', OVERFLOWING.test(style.overflow) ? 'hidden' : 'visible');
    into.append(copy);
  }

  private box(from: HTMLElement, style: CSSStyleDeclaration, into: SVGElement): void {
    const place = this.place(from);
    if (style.visibility === 'visible') {
      for (const part of decoration(place, style)) into.append(part);
      if (from instanceof HTMLCanvasElement && from.width > 0 && from.height > 0) {
        into.append(image(place, from.toDataURL(), style));
        return;
      }
      if (from instanceof HTMLImageElement && from.complete && from.naturalWidth > 0) {
        into.append(image(place, dataOf(from), style));
        return;
      }
    }
    let group = into;
    if (from !== this.root && OVERFLOWING.test(style.overflowX) && place.width > 0) {
      const id = `clip-${++this.clips}`;
      const clip = element('clipPath', { id });
      clip.append(element('rect', place));
      group = element('g', { 'clip-path': `url(#${id})` });
      into.append(clip, group);
    }
    for (const child of from.childNodes) {
      if (child instanceof Element) this.paint(child, group);
      else if (child instanceof Text && style.visibility === 'visible')
        group.append(...drawnText(child, style, this.origin, zoomOf(from)));
    }
  }
}

const zoomOf = (from: Element) => (from as Element & { currentCSSZoom?: number }).currentCSSZoom ?? 1;

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

function image(place: Place, href: string, style: CSSStyleDeclaration): SVGElement {
  const pixelated = style.imageRendering === 'pixelated';
  return element('image', {
    ...place,
    href,
    preserveAspectRatio: 'none',
    style: pixelated ? 'image-rendering: pixelated' : undefined,
  });
}

/** An image of the page as part of the file. */
function dataOf(from: HTMLImageElement): string {
  const canvas = document.createElement('canvas');
  canvas.width = from.naturalWidth;
  canvas.height = from.naturalHeight;
  canvas.getContext('2d')?.drawImage(from, 0, 0);
  return canvas.toDataURL();
}

const px = (css: string) => Number.parseFloat(css) || 0;

const DASHES: Record<string, string | undefined> = { dashed: '4 3', dotted: '1.5 2.5' };

/** Background, border and ring of a box. */
function decoration(place: Place, style: CSSStyleDeclaration): SVGElement[] {
  const { x, y, width, height } = place;
  if (width === 0 || height === 0) return [];
  const rounded = style.borderTopLeftRadius;
  const rx = Math.min(rounded.endsWith('%') ? (px(rounded) / 100) * width : px(rounded), width / 2, height / 2);
  const parts: SVGElement[] = [];
  const ring = /^(.*\)) 0px 0px 0px ([\d.]+)px$/.exec(style.boxShadow);
  if (ring !== null) {
    const wide = px(ring[2]);
    parts.push(
      element('rect', {
        x: x - wide / 2,
        y: y - wide / 2,
        width: width + wide,
        height: height + wide,
        rx: rx + wide / 2,
        ...painted('stroke', ring[1]),
        fill: 'none',
        'stroke-width': wide,
      }),
    );
  }
  if (paintOf(style.backgroundColor).opacity > 0)
    parts.push(element('rect', { ...place, rx, ...painted('fill', style.backgroundColor) }));
  return [...parts, ...borders(place, style, rx)];
}

function borders({ x, y, width, height }: Place, style: CSSStyleDeclaration, rx: number): SVGElement[] {
  const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
    wide: style[`border${side}Style`] === 'none' ? 0 : px(style[`border${side}Width`]),
    colour: style[`border${side}Color`],
    dash: DASHES[style[`border${side}Style`]],
  }));
  const [top, right, bottom, left] = sides;
  if (top.wide > 0 && sides.every(({ wide, colour }) => wide === top.wide && colour === top.colour)) {
    const half = top.wide / 2;
    return [
      element('rect', {
        x: x + half,
        y: y + half,
        width: Math.max(0, width - top.wide),
        height: Math.max(0, height - top.wide),
        rx: Math.max(0, rx - half),
        fill: 'none',
        ...painted('stroke', top.colour),
        'stroke-width': top.wide,
        'stroke-dasharray': top.dash,
      }),
    ];
  }
  const line = (place: Place, { wide, colour }: (typeof sides)[number]) =>
    wide > 0 && paintOf(colour).opacity > 0 ? [element('rect', { ...place, ...painted('fill', colour) })] : [];
  return [
    ...line({ x, y, width, height: top.wide }, top),
    ...line({ x: x + width - right.wide, y, width: right.wide, height }, right),
    ...line({ x, y: y + height - bottom.wide, width, height: bottom.wide }, bottom),
    ...line({ x, y, width: left.wide, height }, left),
  ];
}
