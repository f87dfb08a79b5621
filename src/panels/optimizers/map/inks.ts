/** Colours of the theme for canvases, which know no CSS variables. */

/** Resolves `var(--name)` and `--name` at an element. */
export type Inks = (color: string) => string;

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (color) => {
    let found = known.get(color);
    if (found === undefined) {
      const name = /--[\w-]+/.exec(color)?.[0];
      found = name === undefined ? color : style.getPropertyValue(name).trim();
      known.set(color, found);
    }
    return found;
  };
}

/** The three channels of `#rgb` or `#rrggbb`, 0 … 255. */
export function channelsOf(hex: string): [number, number, number] {
  const digits = hex.replace('#', '');
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}
