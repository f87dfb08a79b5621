/**
 * What a definition says of itself: the comment in front of it, or at the head of its file, and the papers and books it
 * names there. The code is the one place where a formula's source is written.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const COMMENT = /\/\*\*([\s\S]*?)\*\//g;
const CITATION = /\(((?:[^()]|\([^()]*\))*\b(?:(?:19|20)\d\d|Goodfellow|Bishop)\b(?:[^()]|\([^()]*\))*)\)/g;

const plain = (comment: string) =>
  comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

/** `glorot` of `glorotUniform`: kinds that differ in their distribution alone are defined together. */
const familyOf = (kind: string) => kind.replace(/(Uniform|Normal)$/, '');

/** Where in the text a kind is defined, or −1: `kind: 'adam'`, the first argument of a function, a key of its family. */
function placeOf(text: string, kind: string): number {
  const own = text.search(new RegExp(`(kind: |\\(\\s*|= )'${kind}'`));
  return own >= 0 || familyOf(kind) === kind ? own : text.search(new RegExp(`\\n  ${familyOf(kind)}: `));
}

/** All citations in the comments that belong to a kind. */
export function sourcesOf(folder: string, kind: string): string[] {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const place = placeOf(text, kind);
    if (place < 0) continue;
    const comments = [...text.matchAll(COMMENT)].map((match) => ({ at: match.index, said: plain(match[1]) }));
    // One comment in front of this definition, and what the head of the file says of this kind or of all.
    const exported = text.lastIndexOf('export const', place);
    const own = comments.filter(({ at }) => at < place && at > text.lastIndexOf('\n\n', exported) - 1).pop();
    const head = citations(comments[0]?.said ?? '');
    // Of a family's head, what names the family.
    const named = head.filter((citation) => citation.toLowerCase().startsWith(familyOf(kind).toLowerCase()));
    if (familyOf(kind) !== kind && named.length > 0) return named;
    const cited = own === undefined || own === comments[0] ? head : citations(own.said);
    return cited.length > 0 ? cited : head;
  }
  return [];
}

function citations(text: string): string[] {
  return [...text.matchAll(CITATION)].map(([, cited]) => cited.trim());
}
