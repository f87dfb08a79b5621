/**
 * The typefaces a drawing needs, put into it: of those the page has loaded, the ones that the drawing's letters use. Where
 * one cannot be read, the drawing names others that take its place.
 */

interface Use {
  family: string;
  weight: number;
  style: string;
}

/** Families a drawing's text asks for first, with weight and style; and all its letters. */
function usesOf(svg: SVGElement): { uses: Use[]; letters: Set<number> } {
  const uses = new Map<string, Use>();
  const letters = new Set<number>();
  for (const text of svg.querySelectorAll('text, tspan')) {
    const of = (name: string) => text.closest(`[${name}]`)?.getAttribute(name);
    const weight = Number(of('font-weight') ?? 400) || 400;
    const style = of('font-style') ?? 'normal';
    for (const family of (of('font-family') ?? '').split(',')) {
      const name = family.trim().replace(/^['"]|['"]$/g, '');
      uses.set(`${name} ${weight} ${style}`, { family: name, weight, style });
    }
    for (const c of text.textContent ?? '') letters.add(c.codePointAt(0) ?? 0);
  }
  return { uses: [...uses.values()], letters };
}

/** `U+0-FF, U+131` holds some of the letters. */
export function covers(range: string, letters: ReadonlySet<number>): boolean {
  if (range === '') return true;
  return range.split(',').some((part) => {
    const [, first, last] = /U\+([0-9A-F?]+)(?:-([0-9A-F]+))?/i.exec(part) ?? [];
    if (first === undefined) return false;
    const low = Number.parseInt(first.replaceAll('?', '0'), 16);
    const high = Number.parseInt(last ?? first.replaceAll('?', 'F'), 16);
    for (const letter of letters) if (letter >= low && letter <= high) return true;
    return false;
  });
}

const NAMED_WEIGHT: Record<string, number> = { normal: 400, bold: 700 };

function suits(face: CSSStyleDeclaration, { uses, letters }: ReturnType<typeof usesOf>): boolean {
  const value = (name: string) => face.getPropertyValue(name).trim();
  const family = value('font-family').replace(/^['"]|['"]$/g, '');
  const weights = (value('font-weight') || '400').split(' ').map((w) => NAMED_WEIGHT[w] ?? Number(w));
  const [low, high = low] = weights;
  const style = value('font-style') || 'normal';
  const asked = uses.some(
    (use) => use.family === family && use.style === style && use.weight >= low && use.weight <= high,
  );
  return asked && covers(value('unicode-range'), letters);
}

function* faces(): Generator<{ face: CSSFontFaceRule; base: string }> {
  for (const sheet of document.styleSheets) {
    let rules: CSSRuleList;
    try {
      rules = sheet.cssRules;
    } catch {
      // Of another site: not ours to read.
      continue;
    }
    for (const rule of rules)
      if (rule instanceof CSSFontFaceRule) yield { face: rule, base: sheet.href ?? document.baseURI };
  }
}

async function dataOf(address: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(binary)}`;
}

/** The rules for the typefaces of a drawing, with the typefaces in them. */
export async function fontRules(svg: SVGElement): Promise<string> {
  const wanted = usesOf(svg);
  const found = [...faces()].filter(({ face }) => suits(face.style, wanted));
  const rules = await Promise.all(
    found.map(async ({ face: { style }, base }) => {
      const source = /url\(\s*["']?([^"')]+\.woff2[^"')]*)["']?\s*\)/.exec(style.getPropertyValue('src'))?.[1];
      if (source === undefined) return '';
      try {
        const data = await dataOf(new URL(source, base).href);
        const kept = ['font-family', 'font-style', 'font-weight', 'unicode-range'].flatMap((name) => {
          const value = style.getPropertyValue(name);
          return value === '' ? [] : [`${name}:${value}`];
        });
        return `@font-face{${[...kept, `src:url(${data}) format("woff2")`].join(';')}}`;
      } catch {
        return '';
      }
    }),
  );
  return rules.filter((rule) => rule !== '').join('\n');
}
