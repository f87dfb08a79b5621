/**
 * What a definition says of itself: the comment in front of it, or at the head of its file, and the papers and books it
 * names there. The code is the one place where a formula's source is written.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const COMMENT = /\/\*\*([\s\S]*?)\*\//g;
const CITATION = /\(((?:[^()]|\([^()]*\))*\b(?:19|20)\d\d(?:[^()]|\([^()]*\))*)\)/g;

const plain = (comment: string) =>
  comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Where in the text a kind is defined, or −1: `kind: 'adam'`, or the first argument of a function. */
function placeOf(text: string, kind: string): number {
  return text.search(new RegExp(`(kind: |\\(|= )'${kind}'`));
}

/** All citations in the comments that belong to a kind. */
export function sourcesOf(folder: string, kind: string): string[] {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
    const text = readFileSync(join(folder, file), 'utf8');
    const place = placeOf(text, kind);
    if (place < 0) continue;
    const comments = [...text.matchAll(COMMENT)].map((match) => ({ at: match.index, said: plain(match[1]) }));
    // One comment in front of this definition, and what the head of the file says of this kind or of all.
    const exported = text.lastIndexOf('export const', place);
    const own = comments.filter(({ at }) => at < place && at > text.lastIndexOf('\n\n', exported) - 1).pop();
    const cited = own === undefined || own === comments[0] ? citations(comments[0]?.said ?? '') : citations(own.said);
    return cited.length > 0 ? cited : citations(comments[0]?.said ?? '');
  }
  return [];
}

function citations(text: string): string[] {
  return [...text.matchAll(CITATION)].map(([, cited]) => cited.trim());
}
