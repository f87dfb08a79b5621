/**
 * A part of the page as one drawing that needs nothing but itself: boxes become rectangles, text stays text, drawings are
 * copied with their looks, canvases become images. Everything is read as it is laid out, so the file looks like the page.
 */
import { decoration, hatchOf, type Place } from './boxes';
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
  new Painter(svg, origin, root, whole).paint(root, svg);
  return { svg, width, height };
}

/** What is on the page for screen readers alone, or for hands: not part of a picture. */
const UNSEEN = '.ui-hidden, .katex-mathml, [data-handout="none"]';
const OVERFLOWING = /^(hidden|clip|auto|scroll)$/;

class Painter {
  private clips = 0;
  private readonly patterns = new Map<string, string>();

  constructor(
    private readonly svg: SVGElement,
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

  /** The id of the pattern of a hatching, one for all boxes that have it. */
  private patternOf({ angle, colour, line, period }: NonNullable<ReturnType<typeof hatchOf>>): string {
    const key = `${angle} ${colour} ${line} ${period}`;
    const known = this.patterns.get(key);
    if (known !== undefined) return known;
    const id = `hatch-${this.patterns.size + 1}`;
    this.patterns.set(key, id);
    const pattern = element('pattern', {
      id,
      width: period,
      height: period,
      patternUnits: 'userSpaceOnUse',
      patternTransform: `rotate(${angle - 90})`,
    });
    pattern.append(element('rect', { width: line, height: period, ...painted('fill', colour) }));
    this.svg.append(pattern);
    return id;
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
      const hatch = hatchOf(style);
      const pattern = hatch && this.patternOf(hatch);
      for (const part of decoration(place, style, pattern)) into.append(part);
      if (from instanceof HTMLSelectElement) {
        into.append(...chosenText(from, style, place));
        return;
      }
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

/** What is chosen in a list, as text. */
function chosenText(from: HTMLSelectElement, style: CSSStyleDeclaration, { x, y, height }: Place): SVGElement[] {
  const chosen = from.selectedOptions[0]?.text;
  if (chosen === undefined) return [];
  const text = element('text', {
    x: x + Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.borderLeftWidth) + 2,
    y: y + height / 2,
    'dominant-baseline': 'central',
    'font-family': style.fontFamily.replaceAll('"', "'"),
    'font-size': Number.parseFloat(style.fontSize) * zoomOf(from),
    ...painted('fill', style.color),
  });
  text.textContent = chosen;
  return [text];
}
