/**
 * A surface that is typed in: f(x, y) in the text form of core/expr, read with the place of every fault. What is too long
 * or too large to be differentiated and raced on is refused with the limit it is over.
 */
import { ExprSyntaxError } from '../expr';
import { GraphError } from '../ops/types';
import { type Surface, surfaceFrom } from './surfaces/surface';
import type { SurfaceDefinition, Window } from './types';

/** Longer texts are refused: what is typed by hand is shorter, and every derivative is longer than its function. */
export const MOST_CHARACTERS = 400;
/** Parts of a derivative; more takes too long to race on, and nobody reads it. */
export const MOST_PARTS = 3000;

/** The part of the plane that is looked at where nobody says. */
export const OWN_WINDOW: Window = { x: [-5, 5], y: [-5, 5] };

/**
 * What is wrong with a text: a code of ExprSyntaxError, `empty`, or `tooLarge` (params `limit`) where the derivative
 * would be. `unknownName` has the `name` that is neither x nor y.
 */
export interface Fault {
  code: string;
  /** Place in the text, in UTF-16 units. */
  position: number;
  length: number;
  params: Readonly<Record<string, string | number>>;
}

export type ReadSurface = { surface: Surface } | { fault: Fault };

const middle = ([low, high]: readonly [number, number], share: number) => low + share * (high - low);

/** Reads a text; a fault says what is wrong and where. Never throws, whatever the text. */
export function readSurface(text: string, window: Window = OWN_WINDOW): ReadSurface {
  const whole = (code: string, params: Fault['params'] = {}): ReadSurface => ({
    fault: { code, position: 0, length: text.length, params },
  });
  if (text.trim() === '') return whole('empty');
  if (text.length > MOST_CHARACTERS) {
    const [position, length] = [MOST_CHARACTERS, text.length - MOST_CHARACTERS];
    return { fault: { code: 'tooLong', position, length, params: { limit: MOST_CHARACTERS, length: text.length } } };
  }
  const definition: SurfaceDefinition = {
    kind: 'own',
    text,
    window,
    start: { x: middle(window.x, 0.2), y: middle(window.y, 0.75) },
    minima: [],
    levels: 'linear',
    noise: 0,
    steps: 200,
  };
  try {
    return { surface: surfaceFrom(definition, MOST_PARTS) };
  } catch (error) {
    if (error instanceof GraphError) return whole(error.code, error.params);
    if (!(error instanceof ExprSyntaxError)) throw error;
    const { code, position, length, params } = error;
    return { fault: { code, position, length, params } };
  }
}
