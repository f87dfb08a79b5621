/** Formulas that may go on in a next line end a line at their signs, but not inside of short brackets. */
import { unlinked } from '@/core/expr';

/** Brackets of so many characters may be broken. */
const LONG = 48;

/** The same formula with short brackets in a group of their own, where a line cannot end: `(1 - \beta)`. */
export function together(tex: string): string {
  return tex.replace(/(?<=^|[ ,+=-])\([^()]*\)/g, (brackets) =>
    unlinked(brackets).length <= LONG && /[-+]/.test(unlinked(brackets)) ? `{${brackets}}` : brackets,
  );
}
