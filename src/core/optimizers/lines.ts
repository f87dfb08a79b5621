/** Update lines written as text: `m = beta1 * m + (1 - beta1) * g`. */
import { parse } from '../expr';
import type { UpdateLine } from './types';

export function lines(...texts: string[]): UpdateLine[] {
  return texts.map((text) => {
    const at = text.indexOf('=');
    return { target: text.slice(0, at).trim(), expr: parse(text.slice(at + 1)) };
  });
}
