/** Boxes of the page as shapes: background and hatching, border, and the rings and outlines around them. */
import { paintOf } from './colours';
import { element, painted } from './svg';

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

const px = (css: string) => Number.parseFloat(css) || 0;

const DASHES: Record<string, string | undefined> = { dashed: '4 3', dotted: '1.5 2.5' };

/** Background, rings and border of a box. `pattern`: id of its hatching. */
export function decoration(place: Place, style: CSSStyleDeclaration, pattern: string | null): SVGElement[] {
  const { width, height } = place;
  if (width === 0 || height === 0) return [];
  const rounded = style.borderTopLeftRadius;
  const rx = Math.min(rounded.endsWith('%') ? (px(rounded) / 100) * width : px(rounded), width / 2, height / 2);
  const parts = ringsOf(style).map(([from, to, colour]) => frame(place, rx, from, to, colour));
  if (paintOf(style.backgroundColor).opacity > 0)
    parts.push(element('rect', { ...place, rx, ...painted('fill', style.backgroundColor) }));
  if (pattern !== null) parts.push(element('rect', { ...place, rx, fill: `url(#${pattern})` }));
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

/** A frame whose inner edge is `from` and whose outer edge is `to` outside of a box; negative is inside. */
function frame({ x, y, width, height }: Place, rx: number, from: number, to: number, colour: string): SVGElement {
  const middle = (from + to) / 2;
  return element('rect', {
    x: x - middle,
    y: y - middle,
    width: Math.max(0, width + 2 * middle),
    height: Math.max(0, height + 2 * middle),
    rx: rx > 0 ? Math.max(0, rx + middle) : 0,
    fill: 'none',
    ...painted('stroke', colour),
    'stroke-width': to - from,
  });
}

/** Shadows without blur, which are rings, and the outline: inner edge, outer edge, colour; the outermost first. */
function ringsOf(style: CSSStyleDeclaration): [number, number, string][] {
  const rings: [number, number, string][] = [];
  let reached = 0;
  let within = 0;
  for (const shadow of style.boxShadow.split(/,(?![^(]*\))/)) {
    const ring = /^\s*(.*\)) 0px 0px 0px ([\d.]+)px( inset)?$/.exec(shadow);
    if (ring === null) continue;
    const [, colour, wide, inset] = ring;
    if (inset !== undefined) {
      rings.push([-px(wide), -within, colour]);
      within = px(wide);
    } else if (px(wide) > reached) {
      rings.push([reached, px(wide), colour]);
      reached = px(wide);
    }
  }
  const outlined = px(style.outlineWidth);
  if (style.outlineStyle === 'solid' && outlined > 0) {
    const offset = px(style.outlineOffset);
    rings.push([offset, offset + outlined, style.outlineColor]);
  }
  return rings.reverse();
}

/** The stripes of what is not known yet: angle in degrees, colour, width of a stripe, and from one to the next. */
export function hatchOf({ backgroundImage }: Pick<CSSStyleDeclaration, 'backgroundImage'>) {
  const [, angle, stops] = /^repeating-linear-gradient\((\d+)deg, (.*)\)$/.exec(backgroundImage) ?? [];
  if (stops === undefined) return null;
  const [colour] = /[a-z]+\([^)]*\)/.exec(stops) ?? ['#888'];
  const places = [...stops.matchAll(/([\d.]+)px/g)].map(([, at]) => Number(at));
  const line = places.find((at) => at > 0);
  const period = places.at(-1);
  return line === undefined || period === undefined ? null : { angle: Number(angle), colour, line, period };
}
