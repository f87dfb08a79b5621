/**
 * Symbols and numbers in LaTeX that say which element they stand for: `\el{node}{element}{W_{2,1}}` and
 * `\elv{node}{element}{value}{0.42}`, macros that the page sets as attributes. `latexOf` takes these and the colours away
 * again: what is left is LaTeX that any document understands.
 */

/** Macros of the page, with the arguments in front of the one that is written. */
const MACROS: Readonly<Record<string, number>> = {
  el: 2,
  elv: 3,
  htmlClass: 1,
  htmlData: 1,
  fwd: 0,
  bwd: 0,
  upd: 0,
  loss: 0,
  posv: 0,
  negv: 0,
  mark: 0,
};
const LINKS = new Set(['el', 'elv']);

/** A symbol that stands for an element of a node. */
export const linkedSymbol = (node: number, element: number, tex: string): string => `\\el{${node}}{${element}}{${tex}}`;

/** A number that is the value of an element of a node; what is no number has no value to tell. */
export const linkedNumber = (node: number, element: number, value: number, tex: string): string =>
  Number.isNaN(value) ? linkedSymbol(node, element, tex) : `\\elv{${node}}{${element}}{${value}}{${tex}}`;

/** Where the group that opens at `from` ends: the place after its brace. */
function groupEnd(tex: string, from: number): number {
  let depth = 0;
  for (let at = from; at < tex.length; at++) {
    if (tex[at] === '\\') at++;
    else if (tex[at] === '{') depth++;
    else if (tex[at] === '}' && --depth === 0) return at + 1;
  }
  return tex.length;
}

function without(tex: string, removed: (macro: string) => boolean): string {
  let out = '';
  let at = 0;
  while (at < tex.length) {
    const word = tex[at] === '\\' ? (/^[a-zA-Z]+/.exec(tex.slice(at + 1, at + 24))?.[0] ?? tex[at + 1] ?? '') : null;
    if (word === null) {
      out += tex[at++];
      continue;
    }
    const end = at + 1 + word.length;
    if (!Object.hasOwn(MACROS, word) || !removed(word) || tex[end] !== '{') {
      out += tex.slice(at, end);
      at = end;
      continue;
    }
    let open = end;
    for (let skipped = 0; skipped < MACROS[word]; skipped++) open = groupEnd(tex, open);
    at = groupEnd(tex, open);
    const body = without(tex.slice(open + 1, at - 1), removed);
    // Raised or lowered it stays one group; a command ends before a letter only at a space.
    if (/[_^]$/.test(out)) out += `{${body}}`;
    else out += /\\[a-zA-Z]+$/.test(body) && /[a-zA-Z]/.test(tex[at] ?? '') ? `${body} ` : body;
  }
  return out;
}

/** The same LaTeX without the elements that its symbols and numbers stand for. */
export function unlinked(tex: string): string {
  return tex.includes('\\el') ? without(tex, (macro) => LINKS.has(macro)) : tex;
}

/** A formula of the page as plain LaTeX, to be copied: without colours, marks and links. */
export function latexOf(tex: string): string {
  return without(tex, () => true)
    .replace(/^\\displaystyle\s+/, '')
    .trim();
}
