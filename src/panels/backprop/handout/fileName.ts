/** Names of files that say what is in them: `xor-iteration-1-step-27-network.svg`. */

export interface Occasion {
  /** The document's template. */
  work: string;
  /** Updates made, counted from 1. */
  iteration: number;
  /** Steps done; left out of what belongs to the whole iteration. */
  step?: number;
}

/** Small letters, digits and hyphens: what every file system and every shell takes as it is. */
const plainPart = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

export function fileName({ work, iteration, step }: Occasion, what: string, ending: string): string {
  const parts = [work, 'iteration', iteration, ...(step === undefined ? [] : ['step', step]), what];
  const name = parts.map((part) => plainPart(String(part))).filter((part) => part !== '');
  return `${name.join('-')}.${ending}`;
}
