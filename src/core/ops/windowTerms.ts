/** How sums over windows are told: single numbers as factors, sums and their indices as LaTeX. */
import { elementAt } from '../graph/shape';
import type { GraphNode, Tensor64 } from '../graph/types';
import type { WindowAxis } from './window';

/** Position in an array as a factor of a term. */
export function factorAt({ node, tensor }: { node: GraphNode; tensor: Tensor64 }, position: readonly number[]) {
  const element = elementAt(tensor.shape, position);
  return { node: node.id, element, value: tensor.data[element] };
}

/** `\sum_{i=1}^{3}`, or nothing for a sum of one. */
export const sumOver = (letter: string, count: number) => (count === 1 ? '' : `\\sum_{${letter}=1}^{${count}} `);
/** The letter that counts, or the one place there is. */
export const letterFor = (letter: string, count: number) => (count === 1 ? 0 : letter);

/** The cell of the image under a window of one cell. */
export const imageAt = (axis: WindowAxis, position: number) => position * axis.stride - axis.before;

/** LaTeX of the image's row or column under window cell `cell`, for the window `letter` (counted from 1): `2 r - 1`. */
export function positionIndex(axis: WindowAxis, letter: string, cell: number): string {
  const offset = cell * axis.dilation - axis.before + 1 - axis.stride;
  const factor = axis.stride === 1 ? letter : `${axis.stride} ${letter}`;
  return offset === 0 ? factor : offset > 0 ? `${factor} + ${offset}` : `${factor} - ${-offset}`;
}
