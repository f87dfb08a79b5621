/**
 * When a part of the picture need not be drawn anew: its properties are the same, those that are plain records and lists
 * (places, boxes, windows) entry by entry. A step changes few of the hundreds of parts.
 */

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

function sameEntries(a: object, b: object, ignored: readonly string[]): boolean {
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(x);
  return (
    names.length === Object.keys(y).length && names.every((name) => ignored.includes(name) || same(x[name], y[name]))
  );
}

function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (isPlain(a) && isPlain(b) && sameEntries(a, b, []));
}

/** For `memo`: properties that say the same. */
export function sameProps<Props extends object>(a: Readonly<Props>, b: Readonly<Props>): boolean {
  return sameEntries(a, b, []);
}

/**
 * The same for parts that get the whole moment, and beside it how far it goes for what they show: of the moment itself
 * only the position may differ.
 */
export function sameButMoment<Props extends { moment: object }>(a: Readonly<Props>, b: Readonly<Props>): boolean {
  const sameOtherwise = (x: object, y: object) => {
    const [one, other] = [x as Record<string, unknown>, y as Record<string, unknown>];
    return Object.keys({ ...one, ...other }).every((name) => name === 'position' || Object.is(one[name], other[name]));
  };
  return sameEntries(a, b, ['moment']) && sameOtherwise(a.moment, b.moment);
}
