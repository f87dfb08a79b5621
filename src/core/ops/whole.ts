/**
 * What operations say of whole arrays is put together from the same few pieces: transposes, sums over axes and windows, as
 * LaTeX and as NumPy code.
 */
import type { Shape } from '../graph/types';
import type { WholeContext } from './types';
import type { Pair, WindowAttrs } from './window';

/** Letters of axes: sample, row, column, channel. */
const AXES = ['n', 'i', 'j', 'c'];

export const lettersOf = (rank: number): string[] =>
  Array.from({ length: rank }, (_, axis) => AXES[axis] ?? `k_{${axis}}`);

/** A symbol in brackets where it is made of several. */
export function grouped(tex: string): string {
  const outer = tex.replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '');
  return /\\frac|\\left|\s|[-+*]/.test(outer) ? `\\left(${tex}\\right)` : tex;
}

/** `W^{(1)\top}`, `\left(\frac{…}{…}\right)^{\top}`. */
export function transposed(tex: string): string {
  const [, base, raised] = /^([^\\{}^]+|\\hat\{\w\})\^\{(\([^{}]*\))\}$/.exec(tex) ?? [];
  if (base !== undefined) return `${base}^{${raised}\\top}`;
  const group = grouped(tex);
  return group === tex && tex.includes('^') ? `{${tex}}^{\\top}` : `${group}^{\\top}`;
}

/** An array with letters for its indices, of which those that `fixed` names are replaced: `Z^{(1)}_{n,i}`. */
export const indexedBy = (tex: string, letters: readonly string[]): string => `${grouped(tex)}_{${letters.join(',')}}`;

/** `\sum_{n,i}` over some axes of an array of `rank`. */
export function sumOverAxes(tex: string, rank: number, axes: readonly number[], operator = '\\sum'): string {
  const letters = lettersOf(rank);
  if (axes.length === 0) return tex;
  return `${operator}_{${axes.map((axis) => letters[axis]).join(',')}} ${indexedBy(tex, letters)}`;
}

/** `2 \times 3`. */
export const sizeTex = (shape: Shape): string => (shape.length === 0 ? '1' : shape.join(' \\times '));

/** A Python tuple: `(2, 3)`, `(4,)`. */
export const tuple = (numbers: readonly number[]): string =>
  numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(', ')})`;

/** `name = expression`. */
export const assigned = ({ out }: WholeContext, expression: string): string[] => [`${out} = ${expression}`];

/** The argument `axis=` of a reduction; all axes need none. */
export function axisArgument(rank: number, axes: readonly number[], keepDims = false): string {
  const all = axes.length === rank;
  const axis = all && !keepDims ? '' : `axis=${axes.length === 1 ? axes[0] : tuple(axes)}`;
  return [axis, keepDims ? 'keepdims=True' : ''].filter(Boolean).join(', ');
}

const hasPadding = ({ padding }: WindowAttrs) => padding.some(([before, after]) => before > 0 || after > 0);
const span = (size: number, dilation: number) => (size - 1) * dilation + 1;
const stepped = (strides: Pair) => (strides.every((s) => s === 1) ? '' : strides.map((s) => `, ::${s}`).join(''));

/** `np.pad(x, …)` of an image, or its own name where nothing is added. */
export function paddedCode(image: string, attrs: WindowAttrs, fill = ''): string {
  if (!hasPadding(attrs)) return image;
  const widths = [[0, 0], ...attrs.padding, [0, 0]].map(([a, b]) => `(${a}, ${b})`).join(', ');
  return `np.pad(${image}, (${widths})${fill === '' ? '' : `, constant_values=${fill}`})`;
}

/** Every position of a window over an image as an array `[n, r, s, c, i, j]`. */
export function windowsCode(image: string, size: Pair, attrs: WindowAttrs, fill = ''): string {
  const { strides, dilations } = attrs;
  const over = `sliding_window_view(${paddedCode(image, attrs, fill)}, ${tuple(size.map((n, i) => span(n, dilations[i])))}, axis=(1, 2))`;
  const inner = dilations.every((d) => d === 1) ? '' : `[..., ::${dilations[0]}, ::${dilations[1]}]`;
  const outer = stepped(strides);
  return `${over}${outer === '' ? '' : `[:${outer}]`}${inner}`;
}

/** The sign of a sliding product with what differs from the usual: `*_{s = 2}`. */
export function slidingSign({ strides, dilations, padding }: WindowAttrs, raised = ''): string {
  const pair = (letter: string, [a, b]: Pair, usual: number) =>
    a === usual && b === usual ? [] : [`${letter} = ${a === b ? a : `${a} \\times ${b}`}`];
  const pads = padding.flat();
  const same = pads.every((p) => p === pads[0]);
  const marks = [
    ...pair('s', strides, 1),
    ...(pads.every((p) => p === 0) ? [] : [`p = ${same ? pads[0] : pads.join('{,}')}`]),
    ...pair('d', dilations, 1),
  ];
  return `*${raised === '' ? '' : `^{${raised}}`}${marks.length === 0 ? '' : `_{${marks.join(',\\,')}}`}`;
}

/** Shape of an image with its padding. */
const paddedShape = (image: Shape, { padding }: WindowAttrs): number[] =>
  image.map((n, axis) => (axis === 1 || axis === 2 ? n + padding[axis - 1][0] + padding[axis - 1][1] : n));

/**
 * Code that hands something back to every pixel that windows saw, one cell of the window at a time, and cuts the padding
 * off again.
 * @param add what the cell `[i, j]` adds, as an array `[n, r, s, c]`.
 */
export function scatterCode(
  { out, node, inputs }: WholeContext,
  { image, size, attrs, add }: { image: Shape; size: Pair; attrs: WindowAttrs; add: string },
): string[] {
  const [, rows, columns] = inputs[0].shape;
  const padded = hasPadding(attrs);
  const target = padded ? `${out}_padded` : out;
  const part = (letter: string, axis: 0 | 1, positions: number) => {
    const [stride, dilation] = [attrs.strides[axis], attrs.dilations[axis]];
    const first = dilation === 1 ? letter : `${dilation} * ${letter}`;
    return `${first}:${first} + ${(positions - 1) * stride + 1}${stride === 1 ? '' : `:${stride}`}`;
  };
  const cut = attrs.padding.map(([before], axis) => `${before}:${before + node.shape[axis + 1]}`);
  return [
    `${target} = np.zeros(${tuple(paddedShape(image, attrs))})`,
    `for i, j in np.ndindex(${size[0]}, ${size[1]}):`,
    `    ${target}[:, ${part('i', 0, rows)}, ${part('j', 1, columns)}] += ${add}`,
    ...(padded ? [`${out} = ${target}[:, ${cut.join(', ')}]`] : []),
  ];
}
