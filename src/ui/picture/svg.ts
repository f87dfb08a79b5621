/** Small helpers to write SVG, and to copy a drawing of the page with its looks written out. */
import { paintOf } from './colours';

const NAMESPACE = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const digits = (value: string | number) => (typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);

export function element(name: string, attributes: Attributes = {}): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, digits(value));
  return made;
}

/** Attributes of a colour; transparent ones are none. */
export function painted(kind: 'fill' | 'stroke', css: string): Attributes {
  if (css === 'none') return { [kind]: 'none' };
  const { colour, opacity } = paintOf(css);
  if (opacity === 0) return { [kind]: 'none' };
  return { [kind]: colour, [`${kind}-opacity`]: opacity < 1 ? opacity : undefined };
}

/** Looks that are written out where they differ from what SVG begins with. */
const LOOKS: Readonly<Record<string, string>> = {
  'stroke-width': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  'marker-start': 'none',
  'marker-mid': 'none',
  'marker-end': 'none',
};
const TEXT_LOOKS: Readonly<Record<string, string>> = {
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'text-decoration-line': 'none',
};
const GROUPS = new Set(['g', 'svg', 'defs', 'marker', 'clipPath', 'symbol', 'mask', 'pattern']);
const TEXTS = new Set(['text', 'tspan', 'textPath']);
/** Attributes of the page that mean nothing in a file. */
const DROPPED = /^(class|style|tabindex|role|on.*|aria-.*|data-.*)$/;

/** A copy of a drawing that looks the same without the page's styles. */
export function standalone(original: SVGElement): SVGElement {
  const copy = original.cloneNode(true) as SVGElement;
  write(original, copy);
  return copy;
}

function write(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  for (const { name } of [...copy.attributes]) if (DROPPED.test(name)) copy.removeAttribute(name);
  const set = (name: string, value: string) => copy.setAttribute(name, value);
  if (style.opacity !== '1') set('opacity', style.opacity);
  const name = original.localName;
  if (!GROUPS.has(name)) {
    for (const [key, value] of Object.entries({ ...painted('fill', style.fill), ...painted('stroke', style.stroke) }))
      if (value !== undefined) set(key, String(value));
    const pale = Number(style.strokeOpacity);
    if (pale < 1 && style.stroke !== 'none')
      set('stroke-opacity', digits(pale * Number(copy.getAttribute('stroke-opacity') ?? 1)));
    const looks = TEXTS.has(name) ? { ...LOOKS, ...TEXT_LOOKS } : LOOKS;
    for (const [key, usual] of Object.entries(looks)) {
      // Lengths without units, quotes that can stand in an attribute: what simple viewers read, too.
      const value = style
        .getPropertyValue(key)
        .replace(/px\b/g, '')
        .replaceAll('"', key.startsWith('marker') ? '' : "'");
      if (value !== usual && value !== '') set(key === 'text-decoration-line' ? 'text-decoration' : key, value);
    }
    if (style.stroke === 'none') copy.removeAttribute('stroke-width');
  }
  const [from, to] = [[...original.children], [...copy.children]];
  from.forEach((child, i) => {
    const { display, visibility, opacity } = getComputedStyle(child);
    const unseen = display === 'none' || visibility === 'hidden' || Number(opacity) === 0;
    if (unseen && !GROUPS.has(child.localName)) to[i].remove();
    else if (unseen && child.localName === 'g') to[i].remove();
    else write(child, to[i]);
  });
}
